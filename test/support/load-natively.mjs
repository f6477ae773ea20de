import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A jest transformer for CommonJS packages that require ES modules: Node can do that, jest's own `require` cannot yet.
 * The module that a test sees is the one Node loads; its names are written out for `import { ... }`.
 */
export default {
  getCacheKey: (_source, file) => `natively ${file}`,
  process(_source, file) {
    const names = Object.keys(require(file)).map((name) => `exports.${name} = native.${name};`);
    return {
      code: [`const native = requireNatively(${JSON.stringify(file)});`, ...names, 'module.exports = native;'].join(
        '\n',
      ),
    };
  },
};
