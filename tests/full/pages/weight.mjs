// How heavy each front page is, as it lies on disk and as it travels.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export function weigh(root, sites, folder) {
  const lines = ['index.html          raw    gzip  brotli   (bytes)'];
  for (const { id } of sites) {
    const page = readFileSync(join(root, id, 'index.html'));
    const brotli = brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
    const sizes = [page, gzipSync(page, { level: 9 }), brotli].map((bytes) => String(bytes.length).padStart(8));
    lines.push(id.padEnd(15) + sizes.join(''));
  }
  console.log(lines.join('\n'));
  writeFileSync(join(folder, 'weight.txt'), `${lines.join('\n')}\n`);
}
