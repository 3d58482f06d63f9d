// Other engines than Chromium: an old one, and two that only know text. All say the same words in the same order.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstDifference, leaveOutControls, wordsOf } from './words.mjs';

const PHANTOM = join(process.env.ARDOISE_TOOLS, 'phantomjs');
const HERE = new URL('.', import.meta.url).pathname;

/** The problems of a page by engine; a picture of what the old engine makes of it goes to `picture`. */
export async function engines(browser, path, picture) {
  const url = pathToFileURL(path).href;
  const old = oldEngine(url, picture);
  const plain = await read(browser, url, '');
  const outOfTables = await read(browser, url, 'table');
  const w3m = (html) => textBrowser('w3m', [
    '-dump', '-T', 'text/html', '-I', 'UTF-8', '-O', 'UTF-8', '-cols', '1000', '-o', 'ignore_null_img_alt=0',
  ], html);
  const inTables = [...wordsOf(w3m(plain.html))].sort();
  return {
    'an old engine': [
      ...sameLetters(wordsOf(await narrow(browser, url)), wordsOf(old.text)),
      ...(old.width > 320 ? [`${old.width} px wide on a phone of 320 px`] : []),
    ],
    lynx: firstDifference(wordsOf(plain.text), wordsOf(textBrowser('lynx', [
      '-dump', '-stdin', '-nolist', '-nonumbers', '-width=1000', '-assume_charset=utf-8', '-display_charset=utf-8',
    ], plain.html))),
    // It sets a table in columns, so that only the words in it can be compared, not their order.
    w3m: [
      ...firstDifference(wordsOf(outOfTables.text), wordsOf(w3m(outOfTables.html))),
      ...firstDifference([...wordsOf(plain.text)].sort(), inTables),
    ],
  };
}

function oldEngine(url, picture) {
  const env = { ...process.env, OPENSSL_CONF: '', TZ: 'Europe/Paris' };
  return JSON.parse(execFileSync(PHANTOM, [join(HERE, 'old_engine.js'), url, picture], { env, encoding: 'utf8', timeout: 60_000 }));
}

/** The `innerText` of an old engine leaves out the space behind what floats; nobody sees that. */
const sameLetters = (wanted, got) => (wanted.join('') === got.join('') ? [] : firstDifference(wanted, got));

async function narrow(browser, url) {
  const context = await browser.newContext({ viewport: { width: 320, height: 480 } });
  const page = await context.newPage();
  await page.goto(url);
  const text = await page.innerText('body');
  await context.close();
  return text;
}

/** What is left of the page without style, and without what `leftOut` selects: its text, and itself for an engine that reads it. */
async function read(browser, url, leftOut) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(leaveOutControls);
  const seen = await page.evaluate((selector) => {
    for (const element of document.querySelectorAll(['style', selector].filter(Boolean).join())) element.remove();
    // Numbers before the items of a list are marks; a bullet is no word.
    for (const list of [...document.querySelectorAll('ol')].reverse()) {
      const bullets = document.createElement('ul');
      bullets.append(...list.childNodes);
      list.replaceWith(bullets);
    }
    const html = `<!doctype html>${document.documentElement.outerHTML}`;
    for (const picture of [...document.images]) picture.replaceWith(` ${picture.alt} `);
    return { html, text: document.body.innerText };
  }, leftOut);
  await context.close();
  return seen;
}

/** Without the marks by which a terminal shows what it cannot: struck out text, captions, raised and lowered letters. */
function textBrowser(program, options, html) {
  const text = execFileSync(program, options, { input: html, encoding: 'utf8', env: { ...process.env, TERM: 'dumb' } });
  return text.replace(/\[(DEL|INS|S): ?| ?:(DEL|INS|S)\]|CAPTION:/g, '').replace(/[[\]^]/g, '');
}
