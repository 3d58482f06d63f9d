// Every link of every page of a site leads to a file of that site, at whatever address or on whatever stick it is found.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const OUTSIDE = /^(https?:\/\/|mailto:|tel:|data:|webcal:)/i;

export async function deadLinks(browser, folder) {
  const pages = new Map();
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  for (const name of htmlFiles(folder)) {
    pages.set(name, await page.evaluate(parse, readFileSync(name, 'utf8')));
  }
  await context.close();
  const problems = [];
  for (const [name, { links }] of pages) {
    for (const link of links) {
      const problem = judge(folder, pages, name, link);
      if (problem) problems.push(`${relative(folder, name)}: ${problem}: ${link}`);
    }
  }
  return problems;
}

function judge(folder, pages, name, link) {
  if (OUTSIDE.test(link)) return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return 'an address of an unknown kind';
  if (link.startsWith('/')) return 'not relative';
  const [path, fragment] = link.split('#');
  const target = path === '' ? name : resolve(dirname(name), decodeURIComponent(path.split('?')[0]));
  if (!target.startsWith(folder + sep)) return 'leads out of the site';
  if (!existsSync(target) || !statSync(target).isFile()) return 'no such file';
  const known = pages.get(target)?.ids;
  if (fragment && known && !known.includes(decodeURIComponent(fragment))) return 'no such place in the page';
  return null;
}

/** In the browser: what the page asks for or leads to, and its own landing places. */
function parse(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const all = (name) => [...page.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name).trim());
  const sets = all('srcset').flatMap((set) => set.split(',').map((part) => part.trim().split(/\s+/)[0]));
  return { links: [...all('href'), ...all('src'), ...all('poster'), ...all('data'), ...sets], ids: ['top', ...all('id')] };
}

function htmlFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? htmlFiles(path) : entry.name.endsWith('.html') ? [path] : [];
  });
}
