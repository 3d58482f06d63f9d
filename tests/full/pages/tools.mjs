// Packages come from the tools folder, so that nothing is installed into the repository.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const from = createRequire(`${process.env.ARDOISE_TOOLS}/node/package.json`);

export const required = (name) => from(name);
export const resolved = (name) => from.resolve(name);
/** For packages that are ES modules only. */
export const imported = (name) => import(pathToFileURL(from.resolve(name)).href);
