// A page printed on A4: no navigation, all its words, each whole, dark and within the sheet.
import { execFileSync } from 'node:child_process';
import { lost, wordsOf } from './words.mjs';

/** The problems of a printed page by promise. */
export async function paper(browser, url) {
  const context = await browser.newContext({ viewport: { width: 718, height: 1000 } });
  const page = await context.newPage();
  await page.addInitScript(() => { localStorage.ardoise = 'color-scheme:dark'; });
  await page.goto(url);
  const pdf = await page.pdf({ format: 'A4', margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } });
  await page.emulateMedia({ media: 'print' });
  const { wanted, skips, navigation, pale, wide } = await page.evaluate(inspect);
  await context.close();
  // Without `-layout` a word that is broken at its hyphen loses the hyphen.
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  const printed = wordsOf(text);
  return {
    'no navigation on paper': [...navigation, ...skips.filter((skip) => text.includes(skip))],
    'all its words are on paper': lost(wordsOf(wanted), printed).map((word) => `lost or cut: ${word}`).slice(0, 12),
    'dark on white, though the reader chose a dark page': pale,
    'nothing leaves the sheet': [...wide, ...outside(pdf)],
  };
}

/** In the browser, with the style for paper: what should be printed. Links that skip parts of a page lead nowhere on paper. */
function inspect() {
  const skips = [...document.querySelectorAll('body > a[href^="#"]')];
  for (const skip of skips) skip.remove();
  const root = document.documentElement;
  // Contrast with white: 7:1 leaves a luminance of 0.1 at most.
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const colours = new Set([...document.body.querySelectorAll('*')].map((element) => getComputedStyle(element).color));
  return {
    pale: [...colours].filter((colour) => luminance(colour) > 0.1).map((colour) => `text is ${colour}`),
    wanted: document.body.innerText,
    skips: skips.map((skip) => skip.textContent),
    navigation: [...document.querySelectorAll('nav')].filter((nav) => nav.checkVisibility()).map((nav) => nav.innerText.slice(0, 60)),
    wide: root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} px on a sheet of ${root.clientWidth} px`] : [],
  };
}

/** The words whose box is not within its sheet. */
function outside(pdf) {
  const boxes = execFileSync('pdftotext', ['-bbox', '-', '-'], { input: pdf, encoding: 'utf8' });
  const problems = [];
  let sheet = { width: 0, height: 0 };
  for (const [, name, facts, word] of boxes.matchAll(/<(page|word) ([^>]*)>([^<]*)/g)) {
    const fact = Object.fromEntries([...facts.matchAll(/(\w+)="([\d.-]+)"/g)].map(([, key, value]) => [key, Number(value)]));
    if (name === 'page') sheet = fact;
    else if (fact.xMin < 0 || fact.yMin < 0 || fact.xMax > sheet.width || fact.yMax > sheet.height) problems.push(`cut: ${word}`);
  }
  return sheet.width > 0 ? problems : ['no sheet was printed'];
}
