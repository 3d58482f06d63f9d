// usage: node pages.mjs SITES ARTIFACTS
// What a family's browser makes of the sites below SITES: one request, the same words without JavaScript, without CSS and from
// a file, no sideways scrolling on the smallest phone, links that lead somewhere, and WCAG 2.2 AA in every colour scheme.
// Prints one row for each check and exits 1 if any fails. Screenshots and the weight table go to ARTIFACTS.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { audit, MODES } from './pages/axe.mjs';
import { launch } from './pages/browser.mjs';
import { deadLinks } from './pages/links.mjs';
import { missingWords, generatedText } from './pages/words.mjs';
import { pictures } from './pages/pictures.mjs';
import { kinds, sitesOf } from './pages/sites.mjs';
import { serve } from './pages/server.mjs';
import { weigh } from './pages/weight.mjs';

const [root, artifacts] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(artifacts, { recursive: true });
let failures = 0;
const row = (name, problems) => {
  if (problems.length > 0) failures += 1;
  console.log(problems.length > 0 ? 'FAIL' : 'ok  ', name);
  for (const problem of problems) console.log('      ', problem);
};

const sites = sitesOf(root);
if (sites.length === 0) {
  console.log(`FAIL no site with an index.html in ${root}`);
  process.exit(1);
}
const server = await serve(root);
const browser = await launch();
try {
  for (const site of sites) {
    const index = { url: `${server.origin}/${site.id}/index.html`, path: join(root, site.id, 'index.html') };
    row(`${site.id}: one request`, await oneRequest(index.url));
    row(`${site.id}: links`, await deadLinks(browser, join(root, site.id)));
    row(`${site.id}: no sideways scrolling at 320 px`, await sideways(index.url));
    row(`${site.id}: words without JavaScript, CSS or server`, await missingWords(browser, index));
  }
  const richest = sites.reduce((best, site) => (kinds(root, site).length > kinds(root, best).length ? site : best));
  for (const name of kinds(root, richest)) {
    const page = { url: `${server.origin}/${richest.id}/${name}`, path: join(root, richest.id, name) };
    row(`${richest.id}/${name}: no sideways scrolling at 320 px`, await sideways(page.url));
    row(`${richest.id}/${name}: words without JavaScript, CSS or server`, await missingWords(browser, page));
    row(`${richest.id}/${name}: no text made by CSS`, await generatedText(browser, page.url));
    for (const mode of Object.keys(MODES)) {
      row(`${richest.id}/${name}: WCAG 2.2 AA, ${mode}`, await audit(browser, page.url, mode));
    }
  }
  await pictures(browser, `${server.origin}/${richest.id}/index.html`, artifacts);
} finally {
  await browser.close();
  server.close();
}
weigh(root, sites, artifacts);
console.log(failures > 0 ? `${failures} checks failed` : 'all page checks passed');
process.exit(failures > 0 ? 1 : 0);

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
