// Packages come from the tools folder, so that nothing is installed into the repository.
import { createRequire } from 'node:module';

const from = createRequire(`${process.env.ARDOISE_TOOLS}/node/package.json`);

export const required = (name) => from(name);
export const resolved = (name) => from.resolve(name);
