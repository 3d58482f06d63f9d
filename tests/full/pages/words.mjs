// A page says the same without JavaScript, without CSS and without a server.
import { pathToFileURL } from 'node:url';

export const wordsOf = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** In the browser: the settings that a script offers are no content; without the script there is nothing to set. */
export function leaveOutControls() {
  for (const controls of document.querySelectorAll('input')) controls.remove();
}

async function read(browser, url, { javaScriptEnabled = true, css = true } = {}) {
  const context = await browser.newContext({ javaScriptEnabled, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  if (!css) {
    await page.evaluate(() => {
      for (const sheet of document.querySelectorAll('style, link[rel~=stylesheet]')) sheet.remove();
      for (const element of document.querySelectorAll('[style]')) element.removeAttribute('style');
    });
  }
  await page.evaluate(leaveOutControls);
  const text = await page.innerText('body');
  await context.close();
  return wordsOf(text);
}

/** Where two readings of one page part, as a problem; none if they are the same words in the same order. */
export function firstDifference(wanted, got) {
  const at = wanted.findIndex((word, index) => word !== got[index]);
  if (at < 0 && got.length === wanted.length) return [];
  const from = at < 0 ? wanted.length : at;
  const around = (words) => words.slice(Math.max(0, from - 3), from + 6).join(' ');
  return [`word ${from + 1} of ${wanted.length}: « ${around(wanted)} » became « ${around(got)} »`];
}

/** The words lost on the way, each as often as it is lost. */
export function lost(from, to) {
  const left = new Map();
  for (const word of to) left.set(word, (left.get(word) ?? 0) + 1);
  return from.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

export async function missingWords(browser, { url, path }) {
  const full = await read(browser, url);
  const file = pathToFileURL(path).href;
  const ways = {
    'without JavaScript': await read(browser, url, { javaScriptEnabled: false }),
    'without CSS': await read(browser, url, { css: false }),
    'from a file, without JavaScript': await read(browser, file, { javaScriptEnabled: false }),
  };
  const problems = full.length < 5 ? [`only ${full.length} words in all`] : [];
  for (const [way, words] of Object.entries(ways)) {
    const missing = lost(full, words);
    if (missing.length > 0) problems.push(`${way}, ${missing.length} of ${full.length} words are lost: ${missing.slice(0, 12).join(' ')}`);
  }
  return problems;
}

/** Text that only CSS writes: readers without CSS, and many who search or copy, never get it. */
export async function generatedText(browser, url) {
  const context = await browser.newContext({});
  const page = await context.newPage();
  await page.goto(url);
  const made = await page.evaluate(() =>
    [...document.querySelectorAll('body, body *')].flatMap((element) =>
      ['::before', '::after'].flatMap((part) => {
        const content = getComputedStyle(element, part).content;
        return /^"/.test(content) && /[\p{L}\p{N}]/u.test(content) ? [`${element.localName}${part} ${content}`] : [];
      })));
  await context.close();
  return [...new Set(made)];
}
