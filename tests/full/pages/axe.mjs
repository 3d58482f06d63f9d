// WCAG 2.2 AA and axe's best practices, in each of the ways a page may be looked at.
import { readFileSync } from 'node:fs';
import { resolved } from './tools.mjs';

const source = readFileSync(resolved('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const MODES = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  '320 px': { viewport: { width: 320, height: 640 } },
  'forced colours': { forcedColors: 'active', colorScheme: 'dark' },
};

export async function audit(browser, url, mode) {
  const context = await browser.newContext(MODES[mode]);
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(() => {
    // A page that leaves its ground to the browser is painted on `Canvas`; axe would take it for white.
    const root = document.documentElement;
    const bare = [root, document.body].every((element) => getComputedStyle(element).backgroundColor === 'rgba(0, 0, 0, 0)');
    if (bare) root.style.backgroundColor = 'Canvas';
  });
  await page.evaluate(source);
  const { violations, passes } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
    TAGS,
  );
  await context.close();
  if (passes.length === 0) return ['axe found nothing to judge'];
  return violations.map(({ id, impact, help, nodes }) => `${impact} ${id} (${nodes.length}): ${help}: ${nodes[0].target.join(' ')}`);
}
