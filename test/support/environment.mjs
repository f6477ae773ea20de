import { TestEnvironment } from 'jest-environment-node';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const parseHere = JSON.parse;

/** Whose objects are read; packages may keep the function, so it stays the same one. */
let parse = parseHere;
JSON.parse = (text, reviver) => parse(text, reviver);
// `pg` may have kept the old one: the whole run's setup has loaded it in the process that runs a single file
const { types } = require('pg');
for (const json of [types.builtins.JSON, types.builtins.JSONB]) types.setTypeParser(json, (text) => parse(text));

/** In Node's realm objects of the test's realm are objects as well (class-validator asks that of what is nested). */
Object.defineProperty(Object, Symbol.hasInstance, {
  value(it) {
    if (this !== Object) return Function.prototype[Symbol.hasInstance].call(this, it);
    return typeof it === 'function' || (typeof it === 'object' && it !== null);
  },
});

/**
 * A test file has a realm of its own, with its own `Object`; packages that `load-natively.mjs` leaves to Node (by the
 * function `requireNatively`) live in Node's. They share what they could tell apart: the `Reflect` in which decorators
 * note types, dates, and what is read as JSON, which belongs to the file.
 */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.requireNatively = require;
    this.global.Reflect = Reflect;
    this.global.Date = Date;
    parse = this.global.JSON.parse;
  }

  /** The packages outlive the file, and would keep all of its classes with what was noted about them. */
  async teardown() {
    parse = parseHere;
    globalThis.typeormMetadataArgsStorage = undefined;
    globalThis.classValidatorMetadataStorage = undefined;
    require('class-transformer/cjs/storage').defaultMetadataStorage.clear();
    await super.teardown();
  }
}
