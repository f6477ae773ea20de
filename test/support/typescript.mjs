import { register } from 'node:module';

/** `node --import ./test/support/typescript.mjs file.ts`: runs TypeScript as it is written, without a build. */
register('./typescript-hooks.mjs', import.meta.url);
