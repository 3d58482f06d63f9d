// Debian's Chromium, driven by the pinned playwright-core of the tools folder; French, in the school's zone, without the
// background traffic that a closed network would refuse.
import { execFileSync } from 'node:child_process';
import { required } from './tools.mjs';

export const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The path of the program. */
export const chromium = () => execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();

export async function launch() {
  const browser = await required('playwright-core').chromium.launch({ executablePath: chromium(), args: FLAGS });
  return {
    newContext: (options) => browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', ...options }),
    close: () => browser.close(),
  };
}
