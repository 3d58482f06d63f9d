// usage: node weight.mjs ARTIFACTS SITES…
// How heavy each first page below each SITES is, as it lies on disk and as it travels, and whether that is within the budget for what
// it shows. Prints a table, which also goes to ARTIFACTS, and one row for each page; exits 1 if any is too heavy.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './pages/browser.mjs';
import { Rows } from './pages/rows.mjs';
import { sitesOf } from './pages/sites.mjs';

/** The limits of the product itself; brotli has nine tenths of what gzip has. */
const budget = readFileSync(new URL('../../src/optimise/budget.rs', import.meta.url), 'utf8');
const [LIMIT_12, LIMIT_25] = [12, 25].map((items) => Number(budget.match(`INDEX_LIMIT_${items}: u64 = ([0-9_]+);`)[1].replace('_', '')));
const PAGE_LIMIT = 14 * 1024;
const BROTLI = 0.9;

const [artifacts, ...roots] = process.argv.slice(2).map((path) => resolve(path));
const browser = await launch();
const page = await (await browser.newContext()).newPage();
const rows = new Rows();
const lines = ['raw, gzip, brotli and their limits in bytes; homework and announcements'];
try {
  for (const root of roots) {
    lines.push(root, 'site   items    raw   gzip  limit brotli  limit');
    for (const { id } of sitesOf(root)) await weigh(join(root, id, 'index.html'), id);
  }
} finally {
  await browser.close();
}
console.log(lines.join('\n'));
writeFileSync(join(artifacts, 'weight.txt'), `${lines.join('\n')}\n`);
rows.finish('weight');

async function weigh(path, id) {
  await page.goto(pathToFileURL(path).href);
  const items = await page.locator('main dd, main > p > small:first-child, main > [role=note] > p > small:first-child').count();
  const [raw, gzip, brotli] = ['', '.gz', '.br'].map((variant) => statSync(path + variant).size);
  const limits = [gzipLimit(items), Math.floor(gzipLimit(items) * BROTLI)];
  lines.push(id.padEnd(7) + [items, raw, gzip, limits[0], brotli, limits[1]].map((number, column) => String(number).padStart(column ? 7 : 5)).join(''));
  const heavy = [['gzip', gzip, limits[0]], ['brotli', brotli, limits[1]]].filter(([, size, limit]) => size > limit);
  rows.add(`${path}: ${items} items`, heavy.map(([name, size, limit]) => `${size} bytes in ${name}, more than ${limit}`));
}

/** `index_limit` of the product. */
function gzipLimit(items) {
  if (items <= 12) return LIMIT_12;
  return Math.min(PAGE_LIMIT, LIMIT_25 + Math.floor((Math.max(0, items - 25) * (LIMIT_25 - LIMIT_12)) / 13));
}
