// A screen reader over a page: a virtual one inside the browser, so that it sees what the style hides, and the browser's own
// accessibility tree as a second reading.
import { readFileSync } from 'node:fs';
import { resolved } from './tools.mjs';
import { wordsOf } from './words.mjs';

const READER = readFileSync(resolved('@guidepup/virtual-screen-reader/browser.js'), 'utf8');

/**
 * `phrases` is all that is said, without the ends of things; `jumps` how many headings lead to the first homework; `cells` what is
 * said on entering each cell of a table, with its headings; `shown` and `told` the words on the page and in the tree.
 */
export async function listen(browser, url, width) {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 640 } });
  const page = await context.newPage();
  await page.goto(url);
  const shown = wordsOf(await page.innerText('body'));
  const told = wordsOf(await tree(page));
  const { all, jumps, spans } = await page.evaluate(read, READER);
  await context.close();
  return { phrases: all.filter((phrase) => !phrase.startsWith('end of ')), jumps, cells: cells(all, spans), shown, told };
}

/** In the browser. A homework is a definition in the main part; the reader says a no-break space of a text as a plain one. */
async function read(source) {
  const { virtual } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const first = document.querySelector('main dd').innerText.trim().split('\n')[0].replaceAll('\u00a0', ' ');
  const reading = async (until) => {
    for (let phrase = ''; !until(phrase); phrase = await virtual.lastSpokenPhrase()) await virtual.next();
  };
  await virtual.start({ container: document.body });
  await reading((phrase) => phrase === 'end of document');
  const all = await virtual.spokenPhraseLog();
  await virtual.stop();
  await virtual.start({ container: document.body });
  let jumps = 0;
  for (let found = false; !found; jumps += 1) {
    await virtual.perform(virtual.commands.moveToNextHeading);
    const heading = await virtual.itemText();
    const here = all.findIndex((phrase) => phrase.startsWith('heading, ') && phrase.includes(heading));
    const next = all.findIndex((phrase, index) => index > here && phrase.startsWith('heading, '));
    found = all.slice(here, next).includes(first) || jumps > 20;
  }
  await virtual.stop();
  const visible = [...document.querySelectorAll('th, td')].filter((cell) => cell.checkVisibility());
  return { all, jumps, spans: visible.map((cell) => cell.colSpan) };
}

/** What a reader says of each cell: the heading of its row, those of its columns, then the cell. */
function cells(phrases, spans) {
  const said = [];
  let [columns, row, column, seen] = [[], '', 0, 0];
  for (const phrase of phrases) {
    const [, kind, text = ''] = /^(table|row|columnheader|rowheader|cell)(?:, (.*))?$/.exec(phrase) ?? [];
    if (kind === 'table') columns = [];
    if (kind === 'row') column = 0;
    if (!['columnheader', 'rowheader', 'cell'].includes(kind)) continue;
    const span = spans[seen];
    if (kind === 'columnheader') columns[column] = text;
    if (kind === 'rowheader') row = text;
    if (kind === 'cell') said.push([row, ...columns.slice(column, column + span), text].filter(Boolean).join(' '));
    column += span;
    seen += 1;
  }
  return said;
}

/** The texts of the accessibility tree, in its order, as lines. */
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const texts = (node) => (node.role?.value === 'StaticText' ? [node.name.value]
    : (node.childIds ?? []).flatMap((id) => (byId.has(id) ? texts(byId.get(id)) : [])));
  return texts(nodes[0]).join('\n');
}
