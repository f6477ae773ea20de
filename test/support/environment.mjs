import { TestEnvironment } from 'jest-environment-node';
import { createRequire } from 'node:module';

/** Node's own `require` is reachable from tests as `requireNatively`: the code that `load-natively.mjs` makes calls it. */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.requireNatively = createRequire(import.meta.url);
  }
}
