// usage: node lighthouse.mjs SITES [ADDRESS]
// Lighthouse on one page of each kind of the richest site below SITES, as it sees a phone on a slow line: 100 in performance,
// accessibility and best practices. Exits 1 if any is less. With an
// address, the site is the one that a real host shows there, and only best practices are asked for.
import { join, resolve } from 'node:path';
import { chromium, FLAGS } from './pages/browser.mjs';
import { Rows } from './pages/rows.mjs';
import { kinds, richest } from './pages/sites.mjs';
import { serve } from './pages/server.mjs';
import { imported } from './pages/tools.mjs';

const root = resolve(process.argv[2]);
const site = richest(root);
const { default: lighthouse } = await imported('lighthouse');
const { launch } = await imported('chrome-launcher');
const address = process.argv[3];
const server = await serve(root);
const chrome = await launch({ chromePath: chromium(), chromeFlags: ['--headless', ...FLAGS] });
const rows = new Rows();
try {
  for (const name of kinds(root, site)) {
    rows.add(`${join(site.id, name)}: Lighthouse, ${address ? 'best practices 100' : '3 times 100'}`, await measure(address ? `${address}${name}` : `${server.origin}/${site.id}/${name}`));
  }
} finally {
  chrome.kill();
  server.close();
}
rows.finish('Lighthouse');

/** The problems of a page. What a busy machine slows down is measured again: a page that cannot reach 100 never does. */
async function measure(url) {
  let problems = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const result = await lighthouse(url, {
      port: chrome.port, logLevel: 'error', onlyCategories: address ? ['best-practices'] : ['performance', 'accessibility', 'best-practices'],
    });
    problems = judge(result.lhr);
    if (problems.length === 0) break;
  }
  return problems;
}

/** What keeps a page from 100, by weight; a page that was not measured is a problem too. */
function judge({ categories, audits, runtimeError }) {
  if (runtimeError) return [runtimeError.message];
  return Object.values(categories).filter(({ score }) => score !== 1).flatMap(({ id, score, auditRefs }) => [
    `${id}: ${score === null ? 'not measured' : Math.round(score * 100)}`,
    ...auditRefs.filter(({ id: audit, weight }) => weight > 0 && audits[audit].score !== null && audits[audit].score < 1)
      .map(({ id: audit }) => `${audit} ${audits[audit].displayValue ?? ''}`),
  ]);
}
