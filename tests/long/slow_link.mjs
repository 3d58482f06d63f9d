// usage: node slow_link.mjs SITES PIN FOLDER   (started by slow_link.sh, within the namespace of the client)
// The first words of the heaviest front page, by Chromium's own clock: a first visit with a new profile each time, then another
// visit, without the offline layer (the server must answer 304) and, where a site has it, with it (the line is cut: no byte comes).
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, FLAGS } from '../full/pages/browser.mjs';
import { sitesOf } from '../full/pages/sites.mjs';
import { required } from '../full/pages/tools.mjs';

const RUNS = 5;
const OLD = ['--ssl-version-max=tls1.2'];
const FIRST_VISITS = [
  { name: 'TLS 1.3, brotli, 50 kbit/s, 800 ms', port: 8443, line: '50 800', limit: 4.0 },
  { name: 'TLS 1.2, gzip, 50 kbit/s, 800 ms', port: 8444, line: '50 800', limit: 4.8, flags: OLD },
  { name: 'TLS 1.3, brotli, 400 kbit/s, 400 ms', port: 8443, line: '400 400', limit: 1.5 },
  { name: 'TLS 1.2, gzip, 400 kbit/s, 400 ms', port: 8444, line: '400 400', limit: 1.5, flags: OLD },
  { name: 'TLS 1.3, brotli, 50 kbit/s, 800 ms, nginx as it comes', port: 8445, line: '50 800' },
  { name: 'TLS 1.2, gzip, 50 kbit/s, 800 ms, nginx as it comes', port: 8446, line: '50 800', flags: OLD },
];

const [sites, pin, folder] = process.argv.slice(2);
const profile = join(folder, 'profile');
const weight = ({ id }) => statSync(join(sites, id, 'index.html')).size;
const site = sitesOf(sites).reduce((best, other) => (weight(other) > weight(best) ? other : best));
const bytes = (ending) => statSync(join(sites, site.id, `index.html${ending}`)).size;
console.log(`${site.id}/index.html: ${bytes('.br')} bytes in brotli, ${bytes('.gz')} in gzip, ${weight(site)} plain`);

let failed = false;
for (const visit of FIRST_VISITS) {
  order(visit.line);
  const times = [];
  for (let run = 0; run < RUNS; run += 1) {
    rmSync(profile, { recursive: true, force: true });
    times.push((await open(visit)).time);
  }
  tell(visit.name, times, visit);
}
await revisit();
if (existsSync(join(sites, site.id, 'sw.js'))) await offline();
process.exit(failed ? 1 : 0);

/** One visit in seconds, with what was kept of the visits before. */
async function open({ port, flags = [] }, { worker = false, wait = async () => {} } = {}) {
  const context = await required('playwright-core').chromium.launchPersistentContext(profile, {
    executablePath: chromium(), viewport: { width: 360, height: 640 }, locale: 'fr-FR', serviceWorkers: worker ? 'allow' : 'block',
    args: [...FLAGS, ...flags, '--host-resolver-rules=MAP ardoise.test 10.99.0.1', `--ignore-certificate-errors-spki-list=${pin}`],
  });
  const page = context.pages()[0];
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const answers = [];
  session.on('Network.responseReceivedExtraInfo', ({ statusCode }) => answers.push(statusCode));
  await page.goto(`https://ardoise.test:${port}/${site.id}/index.html`, { timeout: 120_000 });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const time = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000);
  await wait(page);
  await context.close();
  return { time, answers };
}

/** Without the offline layer another visit asks whether anything changed, and no more. */
async function revisit() {
  for (const visit of FIRST_VISITS.slice(0, 2)) {
    order(visit.line);
    rmSync(profile, { recursive: true, force: true });
    await open(visit);
    const [times, answers] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      const seen = await open(visit);
      times.push(seen.time);
      answers.push(seen.answers[0]);
    }
    tell(`another visit, ${visit.name}`, times, {}, answers.every((status) => status === 304) ? [] : [`answers: ${answers.join(' ')}`]);
  }
}

/** With it, the page is there although the line is cut. */
async function offline() {
  const visit = FIRST_VISITS[0];
  order(visit.line);
  rmSync(profile, { recursive: true, force: true });
  await open(visit, { worker: true, wait: ready });
  order('cut');
  const times = [];
  for (let run = 0; run < RUNS; run += 1) times.push((await open(visit, { worker: true })).time);
  tell('another visit with the offline layer, line cut', times, { limit: 1.0 });
}

/** Until the worker has kept every page of the site. */
async function ready(page) {
  const pages = readdirSync(join(sites, site.id)).filter((name) => name.endsWith('.html')).length;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForFunction(async (count) => {
    const names = await caches.keys();
    const kept = (await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))).flat();
    return kept.filter(({ url }) => /(\.html|\/)$/.test(url)).length >= count;
  }, pages, { timeout: 300_000, polling: 1000 });
}

/** Changes the line; the pipe belongs to slow_link.sh. */
function order(line) {
  writeFileSync(join(folder, 'orders'), `${line}\n`);
}

/** One row; without a limit it is for comparison. */
function tell(name, times, { limit = Infinity }, problems = []) {
  const median = [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)];
  const good = median <= limit && problems.length === 0;
  if (!good) failed = true;
  const all = times.map((time) => time.toFixed(2)).join(' ');
  const bound = Number.isFinite(limit) ? `limit ${limit.toFixed(1)} s` : 'no limit  ';
  console.log(`${good ? 'ok  ' : 'FAIL'} ${median.toFixed(2)} s, ${bound}  ${name}  (${all})`, ...problems);
}
