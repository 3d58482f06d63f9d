// usage: node chromium.mjs SITES FOLDER
// What Chromium prints of the first page of each class below SITES, in one browser that stays open: FOLDER gets the PDFs and the median time.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from '../../full/pages/browser.mjs';
import { sitesOf } from '../../full/pages/sites.mjs';

const [sites, folder] = process.argv.slice(2).map((path) => resolve(path));
const browser = await launch();
const page = await (await browser.newContext()).newPage();
const times = [];
for (const round of [1, 2]) {
  for (const { id } of sitesOf(sites)) {
    const started = performance.now();
    await page.goto(pathToFileURL(join(sites, id, 'index.html')).href);
    await page.pdf({ path: join(folder, `chromium.${id}.pdf`), format: 'A4', tagged: true });
    if (round === 2) times.push(performance.now() - started);
  }
}
await browser.close();
times.sort((one, other) => one - other);
writeFileSync(join(folder, 'chromium.time'), `${times[times.length >> 1].toFixed(0)} ms a document (median, warm)`);
