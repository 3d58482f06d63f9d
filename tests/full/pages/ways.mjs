// The ways in which a page may be looked at: in each, the same words in the same order, nothing cut, nothing on top of
// anything else, no sideways scrolling.
import { readFileSync } from 'node:fs';
import { firstDifference, leaveOutControls, wordsOf } from './words.mjs';

const SMALL = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };
// The values of WCAG 1.4.12.
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
  + 'p { margin-bottom: 2em !important }';

// The largest letters that the help page offers.
const COMFORT = readFileSync(new URL('../../../src/render/offline/comfort.js', import.meta.url), 'utf8');
const LARGEST = COMFORT.match(/font-size:\d+%/g).pop();

const WAYS = {
  '320 px': { context: { viewport: SMALL } },
  '900 px': { context: { viewport: { ...WIDE, width: 900 } } },
  // Sixty-three letters: a whole number of pixels belongs to the narrow form or to the wide one, never to both.
  '1008 px': { context: { viewport: { ...WIDE, width: 1008 } } },
  'text spacing at 320 px': { context: { viewport: SMALL }, change: (page) => page.addStyleTag({ content: SPACING }) },
  'text spacing at 1280 px': { context: { viewport: WIDE }, change: (page) => page.addStyleTag({ content: SPACING }) },
  'text at 200 %': { context: { viewport: { ...SMALL, width: 640 } }, change: doubleText },
  'browser font at 200 %, 640 px': { context: { viewport: { ...SMALL, width: 640 } }, before: doubleFont },
  'browser font at 200 %, 1280 px': { context: { viewport: WIDE }, before: doubleFont },
  'the help page\'s largest letters, 320 px': { context: { viewport: SMALL, serviceWorkers: 'block' }, before: ownLetters },
  'no JavaScript': { context: { viewport: WIDE, javaScriptEnabled: false } },
  dark: { context: { viewport: WIDE, colorScheme: 'dark' } },
  'forced colours': { context: { viewport: WIDE, forcedColors: 'active', colorScheme: 'dark' } },
  'reduced motion': { context: { viewport: WIDE, reducedMotion: 'reduce' } },
};

/** The problems of a page by way. A page has two forms, a narrow and a wide one; every way shows the words of one of them. */
export async function ways(browser, url) {
  const narrow = await look(browser, url, { context: { viewport: SMALL } });
  const wide = await look(browser, url, { context: { viewport: WIDE } });
  const problems = { 'shown somewhere': neverShown(narrow, wide), 'no movement': wide.moving };
  for (const [name, way] of Object.entries(WAYS)) {
    const seen = await look(browser, url, way);
    const differences = [narrow, wide].map(({ words }) => firstDifference(words, seen.words));
    problems[name] = [...seen.faults, ...(differences.find((difference) => difference.length === 0) ?? differences.flat())];
  }
  return problems;
}

async function look(browser, url, { context: options, before, change }) {
  // A reader's own style is not the page's: its policy does not speak of it.
  const context = await browser.newContext({ ...options, bypassCSP: change !== undefined });
  const page = await context.newPage();
  await before?.(page);
  await page.goto(url);
  await change?.(page);
  const seen = await page.evaluate(inspect);
  await page.evaluate(leaveOutControls);
  const words = wordsOf(await page.innerText('body'));
  await context.close();
  return { ...seen, words };
}

/** Text grows whatever its unit, as where only the text is zoomed (WCAG 1.4.4). */
function doubleText(page) {
  return page.evaluate(() => {
    const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
    const sizes = [...document.querySelectorAll('body, body *')].map((element) => [element, sizeOf(element)]);
    for (const [element, size] of sizes) element.style.setProperty('font-size', `${2 * size}px`, 'important');
  });
}

/** What a reader chose in the browser: only text in relative units grows. */
async function doubleFont(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
}

/** What a reader chose on the help page. */
function ownLetters(page) {
  return page.addInitScript((style) => { localStorage.ardoise = style; }, LARGEST);
}

function neverShown(...looks) {
  const shown = new Set(looks.flatMap(({ texts }) => texts.filter(({ shown }) => shown).map(({ index }) => index)));
  return looks[0].texts.filter(({ index }) => !shown.has(index)).map(({ said }) => `never shown: ${said.slice(0, 60)}`);
}

/** In the browser: what is shown, and what is cut, covered or too wide. */
function inspect() {
  const root = document.documentElement;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  const lines = [];
  for (let node = walker.nextNode(), index = 0; node; node = walker.nextNode(), index += 1) {
    if (!/[\p{L}\p{N}]/u.test(node.data) || node.parentElement.closest('script, style, template')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    const style = getComputedStyle(node.parentElement);
    const shown = boxes.length > 0 && style.visibility === 'visible' && style.opacity !== '0';
    const said = node.data.trim();
    texts.push({ index, said, shown });
    // Line boxes may touch; letters may not. The middle half of a line is where its letters are.
    if (shown) lines.push(...boxes.map(({ left, right, top, height }) => ({ node, said, left, right, top: top + height / 4, bottom: top + height * 3 / 4 })));
  }
  const cut = [...document.body.querySelectorAll('*')].filter((element) => {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
    const over = element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
    return element.innerText?.trim() && (textOverflow === 'ellipsis' || (over && /hidden|clip/.test(overflowX + overflowY)));
  });
  const covered = lines.flatMap((one, index) => lines.slice(index + 1).filter((other) => one.node !== other.node
    && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1).map((other) => [one, other]));
  const fixed = [...document.querySelectorAll('*')].filter((element) => getComputedStyle(element).forcedColorAdjust === 'none');
  const forced = matchMedia('(forced-colors: active)').matches;
  return {
    texts,
    moving: document.getAnimations().map(({ effect }) => `<${effect?.target?.localName}> moves`),
    faults: [
      ...(root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} px in a window of ${root.clientWidth} px`] : []),
      ...cut.map((element) => `cut: <${element.localName}> ${element.innerText.trim().slice(0, 40)}`),
      ...covered.map(([one, other]) => `on top of one another: ${one.said.slice(0, 30)} / ${other.said.slice(0, 30)}`),
      ...(forced ? fixed.map((element) => `<${element.localName}> keeps its colours`) : []),
    ].slice(0, 8),
  };
}
