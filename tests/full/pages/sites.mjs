// Which sites a build has, and one page of each kind: the largest of those that differ only after the first hyphen.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export function sitesOf(root) {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map((folder) => ({ id: folder.name })).filter(({ id }) => existsSync(join(root, id, 'index.html')));
}

/** `semaine-2026-W49.html` and `semaine-2026-W50.html` are one kind. */
export function kinds(root, site) {
  const size = (name) => statSync(join(root, site.id, name)).size;
  const largest = new Map();
  for (const name of readdirSync(join(root, site.id)).filter((name) => name.endsWith('.html')).sort()) {
    const kind = name.split(/[-.]/)[0];
    if (!largest.has(kind) || size(name) > size(largest.get(kind))) largest.set(kind, name);
  }
  return [...largest.values()];
}

/** The site with the most kinds of pages. */
export function richest(root) {
  const sites = sitesOf(root);
  if (sites.length === 0) throw new Error(`no site with an index.html in ${root}`);
  return sites.reduce((best, site) => (kinds(root, site).length > kinds(root, best).length ? site : best));
}
