// A page with the keyboard alone: the skip link comes first and works, Tab reaches everything in the order of the page, and
// what has the focus is seen.

/** The problems of a page by promise. */
export async function keyboard(browser, url) {
  const context = await browser.newContext({ viewport: { width: 390, height: 700 } });
  const page = await context.newPage();
  await page.goto(url);
  const all = await page.evaluate(() => {
    const wanted = 'a[href], button, input, select, textarea, summary, [tabindex]';
    // Of a group of radio buttons, Tab reaches the chosen one, and the arrows reach the others.
    const stops = (element) => element.tabIndex >= 0 && !element.disabled && (element.type !== 'radio' || element.checked);
    const reachable = [...document.querySelectorAll(wanted)].filter(stops);
    reachable.forEach((element, index) => { element.dataset.stop = index; });
    return reachable.map((element) => (element.ariaLabel ?? element.textContent).trim() || element.localName);
  });
  const stops = [];
  for (let press = 0; press <= all.length; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focus);
    if (!stop) break;
    stops.push(stop);
  }
  const problems = {
    'Tab reaches everything in order': sameOrder(all, stops),
    'the focus is seen': stops.flatMap(({ name, ring, inView }) => [
      ...(ring ? [] : [`no ring: ${name}`]), ...(inView ? [] : [`out of the window: ${name}`]),
    ]),
    'the skip link comes first': stops[0]?.skips ? await skip(page, url) : [`first is ${stops[0]?.name}`],
    'nothing needs a mouse': await mouseOnly(page),
  };
  await context.close();
  return problems;
}

/** In the browser: what has the focus, and whether one sees it. */
function focus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { top, left, bottom, right, height } = element.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  return {
    stop: Number(element.dataset.stop),
    name: element.textContent.trim().slice(0, 40),
    ring: outlineStyle === 'auto' || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
    // Of a table that is higher than the window, half a window is enough.
    inView: left >= 0 && right <= innerWidth && seen > 0 && seen >= Math.min(height, innerHeight / 2) - 1,
    skips: Boolean(element.hash && document.querySelector('main')?.contains(document.querySelector(element.hash))),
  };
}

function sameOrder(all, stops) {
  const wrong = all.findIndex((_, index) => stops[index]?.stop !== index);
  if (wrong >= 0) return [`stop ${wrong + 1} of ${all.length} should be « ${all[wrong]} », is « ${stops[wrong]?.name} »`];
  return stops.length > all.length && stops.at(-1).stop !== 0 ? [`the focus stays on « ${stops.at(-1).name} »`] : [];
}

async function skip(page, url) {
  await page.goto(url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const arrived = await page.evaluate(() => document.activeElement.closest('main') !== null);
  return arrived ? [] : ['it does not lead into the main part'];
}

/** Elements that listen for a click and cannot have the focus. */
async function mouseOnly(page) {
  const session = await page.context().newCDPSession(page);
  const { result: body } = await session.send('Runtime.evaluate', { expression: 'document.body' });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: body.objectId, depth: -1 });
  const problems = [];
  for (const { backendNodeId } of listeners.filter(({ type }) => type === 'click')) {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId });
    const { result } = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId, functionDeclaration: 'function () { return this.tabIndex < 0 ? this.outerHTML.slice(0, 60) : null }',
    });
    if (result.value) problems.push(result.value);
  }
  return problems;
}
