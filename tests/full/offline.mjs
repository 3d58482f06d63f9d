// usage: node offline.mjs SITE   Whether a class site, by its folder, stays readable without a network after one visit, follows
// what changes once the network is back, and forgets what was withdrawn or what is gone. Works on a copy. Prints one row for each
// promise and exits 1 if any is broken.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { launch } from './pages/browser.mjs';
import { serve } from './pages/server.mjs';

const site = resolve(process.argv[2]);
const root = mkdtempSync(join(tmpdir(), 'ardoise-offline.'));
const folder = join(root, basename(site));
cpSync(site, folder, { recursive: true });
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));

let failures = 0;
const row = (name, problems) => {
  if (problems.length > 0) failures += 1;
  console.log(problems.length > 0 ? 'FAIL' : 'ok  ', name);
  for (const problem of problems) console.log('      ', problem);
};

const server = await serve(root);
const address = (name) => `${server.origin}/${basename(site)}/${name}`;
const browser = await launch();
const context = await browser.newContext({});
const page = await context.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));

/** Whether the worker's copy answers for a page, with the words that the folder has. */
async function open(name) {
  const answer = await page.goto(address(name), { timeout: 10_000 }).catch((error) => error);
  if (answer instanceof Error) return [`${name}: ${answer.message.split('\n')[0]}`];
  const title = /<title>([^<]*)/.exec(readFileSync(join(site, name), 'utf8'))[1];
  const said = await page.title();
  return answer.fromServiceWorker() && said === title.replaceAll('&amp;', '&') ? [] : [`${name}: not from the copy, or another page: ${said}`];
}

/** The names that the copy holds. */
const kept = () =>
  page.evaluate(async () => {
    const cache = await caches.open(new URL('./', location).href);
    return (await cache.keys()).map(({ url }) => decodeURI(new URL(url).pathname.split('/').pop()));
  });

/** Waits until the page says something true of the copy. */
const eventually = async (name, condition, argument) => {
  const met = await page.waitForFunction(condition, argument, { timeout: 15_000, polling: 100 }).then(() => [], () => ['not within 15 s']);
  row(name, met);
};

/** Waits until the server was asked for all these names since a point of its log. */
async function asked(since, names) {
  const deadline = Date.now() + 15_000;
  const seen = () => server.requests.slice(since).map((path) => path.split('/').pop());
  while (!names.every((name) => seen().includes(name)) && Date.now() < deadline) await new Promise((next) => setTimeout(next, 50));
  await page.waitForLoadState('networkidle');
  return seen();
}

/** Changes a file of the copy as a publication would: the list says so too. */
const listed = () => readFileSync(join(folder, 'fichiers.txt'), 'utf8').trim().split('\n');
const publish = (lines) => writeFileSync(join(folder, 'fichiers.txt'), `${lines.join('\n')}\n`);

try {
  row('the worker weighs at most 2 kB', statSync(join(folder, 'sw.js')).size <= 2048 ? [] : [`${statSync(join(folder, 'sw.js')).size} bytes`]);

  await page.goto(address('index.html'));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  for (const name of pages) row(`without a network: ${name}`, await open(name));
  const pictures = await page.goto(address('index.html')).then(() => page.evaluate(async () => {
    const lines = (await (await caches.open(new URL('./', location).href)).keys()).map(({ url }) => url);
    return lines.filter((url) => url.includes('/media/')).length;
  }));
  const expected = listed().filter((line) => line.startsWith('media/')).length;
  row('without a network: pictures', pictures === expected ? [] : [`${pictures} of ${expected}`]);

  await context.setOffline(false);
  const before = server.requests.length;
  const answer = await page.goto(address('index.html'), { waitUntil: 'domcontentloaded' });
  row('a later visit: the page comes from the copy', answer.fromServiceWorker() ? [] : ['it was asked for']);
  const needed = ['fichiers.txt', 'index.html'];
  const behind = await asked(before, needed);
  const surplus = behind.filter((name) => ![...needed, 'site.webmanifest', 'sw.js'].includes(name));
  const missing = needed.filter((name) => !behind.includes(name));
  row('a later visit without news asks for the list and the first page only', [...surplus, ...missing]);

  const withdrawn = pages.find((name) => name.startsWith('actualite-'));
  const changed = pages.filter((name) => name.startsWith('semaine-')).at(-1);
  rmSync(join(folder, withdrawn));
  const replaced = (name, from, to) => writeFileSync(join(folder, name), readFileSync(join(folder, name), 'utf8').replace(from, to));
  replaced('index.html', '</h1>', '</h1><p>Un jour plus tard.');
  replaced(changed, '</h1>', '</h1><p>Un cours de plus.');
  publish(listed().filter((line) => !line.startsWith(withdrawn)).map((line) => (line.startsWith(changed) ? `${changed}?00000000` : line)));
  await page.goto(address('index.html'));
  row('the last good page is shown at once', (await page.textContent('body')).includes('Un jour plus tard') ? ['it waited for the network'] : []);
  await eventually('a newer form is announced', () => document.querySelector('[role=alert] a') !== null);
  await page.click('[role=alert] a');
  await eventually('and shown when asked for', () => document.body.textContent.includes('Un jour plus tard.'));
  row('what was withdrawn is gone', (await kept()).includes(withdrawn) ? [`${withdrawn} is still kept`] : []);
  await page.goto(address(changed));
  row('what changed was fetched', (await page.textContent('body')).includes('Un cours de plus.') ? [] : ['the old form is shown']);
  const names = await kept();
  row('nothing is kept twice', names.filter((name, place) => names.indexOf(name) !== place));

  writeFileSync(join(folder, 'fichiers.txt'), '<!doctype html><title>Connexion</title>');
  const login = server.requests.length;
  await page.goto(address('index.html'));
  await asked(login, ['fichiers.txt']);
  row('a login page in the place of the list changes nothing', (await kept()).length === names.length ? [] : [(await kept()).join(' ')]);

  rmSync(join(folder, 'fichiers.txt'));
  await page.goto(address('index.html'));
  await eventually('a site that is gone takes its copy with it', async () => (await caches.keys()).length === 0);
  row('no script failed', errors);
} finally {
  await browser.close();
  server.close();
  rmSync(root, { recursive: true });
}
process.exit(failures > 0 ? 1 : 0);
