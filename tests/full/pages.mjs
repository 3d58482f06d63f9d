// usage: node pages.mjs SITES ARTIFACTS
// What a family's browser makes of the sites below SITES: one request, the same words without JavaScript, without CSS and from
// a file, links that lead somewhere; and of one page of each kind, WCAG 2.2 AA and a contrast of 7:1 in every colour scheme, every
// way of looking at it, the keyboard, paper, and engines that are not Chromium.
// Prints one row for each check and exits 1 if any fails. Screenshots go to ARTIFACTS.
import { mkdirSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { audit, MODES } from './pages/audit.mjs';
import { launch } from './pages/browser.mjs';
import { engines } from './pages/engines.mjs';
import { keyboard } from './pages/keyboard.mjs';
import { deadLinks } from './pages/links.mjs';
import { paper } from './pages/paper.mjs';
import { pictures } from './pages/pictures.mjs';
import { Rows } from './pages/rows.mjs';
import { kinds, richest, sitesOf } from './pages/sites.mjs';
import { serve } from './pages/server.mjs';
import { ways } from './pages/ways.mjs';
import { generatedText, missingWords } from './pages/words.mjs';

const [root, artifacts] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(artifacts, { recursive: true });
const sites = sitesOf(root);
const best = richest(root);
const server = await serve(root);
const browser = await launch();
const rows = new Rows();
try {
  for (const { id } of sites) {
    const index = pageOf(id, 'index.html');
    rows.add(`${id}: one request`, await oneRequest(index.url));
    rows.add(`${id}: links`, await deadLinks(browser, join(root, id)));
    rows.add(`${id}: no sideways scrolling at 320 px`, await sideways(index.url));
    rows.add(`${id}: words without JavaScript, CSS or server`, await missingWords(browser, index));
  }
  for (const name of kinds(root, best)) await judge(name, pageOf(best.id, name));
  await pictures(browser, pageOf(best.id, 'index.html').url, artifacts);
} finally {
  await browser.close();
  server.close();
}
rows.finish('pages');

function pageOf(id, name) {
  return { url: `${server.origin}/${id}/${name}`, path: join(root, id, name) };
}

/** Every judge of a single page. */
async function judge(name, page) {
  const add = (verdicts, about) => {
    for (const [promise, problems] of Object.entries(verdicts)) rows.add(`${best.id}/${name}: ${promise}${about}`, problems);
  };
  rows.add(`${best.id}/${name}: words without JavaScript, CSS or server`, await missingWords(browser, page));
  rows.add(`${best.id}/${name}: no text made by CSS`, await generatedText(browser, page.url));
  for (const mode of Object.keys(MODES)) add(await audit(browser, page.url, mode), `, ${mode}`);
  add(await ways(browser, page.url), '');
  add(await keyboard(browser, page.url), '');
  add(await paper(browser, page.url), '');
  add(await engines(browser, page.path, join(artifacts, `old-engine-${parse(name).name}.png`)), ', same words');
}

/** Everything the server was asked for while the page loaded; the optional offline layer is not part of a page. */
async function oneRequest(url) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const before = server.requests.length;
  await (await context.newPage()).goto(url, { waitUntil: 'networkidle' });
  await context.close();
  const asked = server.requests.slice(before);
  return asked.length === 1 ? [] : [`${asked.length} requests: ${asked.join(' ')}`];
}

async function sideways(url) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await page.goto(url);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await context.close();
  return width <= 320 ? [] : [`the page is ${width} px wide`];
}
