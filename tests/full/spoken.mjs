// usage: node spoken.mjs SITES [--rewrite]
// What a screen reader says of the first page of one class, on a phone and on a desk: the first homework within three headings,
// every lesson of the calendar with its day, hour and change, and the whole text as reviewed in pages/spoken.txt (which
// `--rewrite` writes anew, to be read before it is committed). Exits 1 if anything differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch } from './pages/browser.mjs';
import { lessons, unsaid } from './pages/lessons.mjs';
import { Rows } from './pages/rows.mjs';
import { serve } from './pages/server.mjs';
import { listen } from './pages/screen_reader.mjs';
import { firstDifference } from './pages/words.mjs';

const CLASS = '6a';
const WIDTHS = [320, 1280];
const GOLDEN = new URL('pages/spoken.txt', import.meta.url);

const [root, flag] = process.argv.slice(2);
const site = join(resolve(root), CLASS);
const server = await serve(resolve(root));
const browser = await launch();
const rows = new Rows();
const texts = [];
try {
  for (const width of WIDTHS) {
    const heard = await listen(browser, `${server.origin}/${CLASS}/index.html`, width);
    const about = `${CLASS}, screen reader at ${width} px`;
    rows.add(`${about}: first homework within 3 headings`, heard.jumps <= 3 ? [] : [`${heard.jumps} headings`]);
    rows.add(`${about}: every lesson with its day, hour and change`, unsaid(lessons(join(site, 'calendrier.ics')), heard.cells));
    rows.add(`${about}: the browser tells it the same words`, firstDifference(heard.shown, heard.told));
    texts.push(`${width} px\n\n${heard.phrases.join('\n')}\n`);
  }
} finally {
  await browser.close();
  server.close();
}
const text = texts.join('\n');
if (flag === '--rewrite') writeFileSync(GOLDEN, text);
rows.add(`${CLASS}: spoken text as reviewed in pages/spoken.txt`, differences(readFileSync(GOLDEN, 'utf8').split('\n'), text.split('\n')));
rows.finish('screen reader');

function differences(wanted, got) {
  const at = wanted.findIndex((line, index) => line !== got[index]);
  if (at < 0 && wanted.length === got.length) return [];
  const line = at < 0 ? wanted.length : at;
  return [`line ${line + 1}: « ${wanted[line] ?? 'nothing more'} » became « ${got[line] ?? 'nothing more'} »`];
}
