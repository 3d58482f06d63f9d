// WCAG 2.2 AA by two engines, axe's best practices and a contrast of 7:1, in each of the ways a page may be looked at. A page
// is loaded once for each way.
import { readFileSync } from 'node:fs';
import { resolved } from './tools.mjs';

const AXE = readFileSync(resolved('axe-core/axe.min.js'), 'utf8');
const HTMLCS = readFileSync(resolved('html_codesniffer/build/HTMLCS.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const MODES = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  '320 px': { viewport: { width: 320, height: 640 } },
  'forced colours': { forcedColors: 'active', colorScheme: 'dark' },
};

/** The problems of a page in one mode, by judge. */
export async function audit(browser, url, mode) {
  const context = await browser.newContext(MODES[mode]);
  const page = await context.newPage();
  await page.goto(url);
  const htmlcs = await sniff(page);
  await page.evaluate(() => {
    // The ground of the body, or else of the browser, is that of the whole window; axe would take it for the body's box, or white.
    const [root, body] = [document.documentElement, document.body];
    const ground = (element) => getComputedStyle(element).backgroundColor;
    const bare = (element) => ground(element) === 'rgba(0, 0, 0, 0)';
    if (bare(root)) root.style.backgroundColor = bare(body) ? 'Canvas' : ground(body);
    body.style.backgroundColor = 'transparent';
  });
  await page.evaluate(AXE);
  const problems = { axe: await rules(page), HTML_CodeSniffer: htmlcs, 'contrast 7:1': await contrast(page) };
  await context.close();
  return problems;
}

async function rules(page) {
  const { violations, passes } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    TAGS,
  );
  return passes.length === 0 ? ['axe found nothing to judge'] : violations.map(told);
}

/** Of all text, whatever its size; what axe cannot judge counts as a problem. */
async function contrast(page) {
  const id = 'color-contrast-enhanced';
  const { violations, passes, incomplete } = await page.evaluate((rule) => {
    // Of what is scrolled out of a box, axe cannot tell the ground: the page becomes as wide as its widest table.
    const boxes = [...document.body.querySelectorAll('*')].filter((box) => /auto|scroll/.test(getComputedStyle(box).overflow));
    for (const box of boxes) box.style.overflow = 'visible';
    if (boxes.length > 0) document.documentElement.style.minWidth = 'max-content';
    const expected = { normal: { expected: 7 }, large: { expected: 7 } };
    const check = globalThis.axe._audit.checks[rule];
    check.configure({ id: rule, options: { ...check.options, contrastRatio: expected } });
    return globalThis.axe.run(document, { runOnly: { type: 'rule', values: [rule] } });
  }, id);
  return passes.length === 0 ? ['no text was judged'] : [...violations, ...incomplete].map(told);
}

const told = ({ id, impact, help, nodes }) => `${impact} ${id} (${nodes.length}): ${help}: ${nodes[0].target.join(' ')}`;

async function sniff(page) {
  await page.evaluate(HTMLCS);
  const found = await page.evaluate(() => new Promise((done, fail) => {
    const { HTMLCS } = globalThis;
    HTMLCS.process('WCAG2AA', document, () => done(HTMLCS.getMessages().map(
      ({ type, code, element }) => ({ error: type === HTMLCS.ERROR, code, where: element?.outerHTML?.slice(0, 60) }),
    )), fail);
  }));
  if (found.length === 0) return ['HTML_CodeSniffer had nothing to say at all'];
  return found.filter(({ error }) => error).map(({ code, where }) => `${code}: ${where}`);
}
