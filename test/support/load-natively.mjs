import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const isName = (key) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) && key !== 'default';

/**
 * A jest transformer for packages that Node is to load: once for a worker instead of once for each test file, and also
 * when CommonJS requires an ES module. The module that a test sees is the one that Node loads; its names are written out
 * for `import { ... }`. Outside of a test (`globalSetup`) the file stays what it is.
 */
export default {
  getCacheKey: (_source, file, { supportsDynamicImport, supportsStaticESM }) =>
    ['natively', supportsDynamicImport, supportsStaticESM, file].join(' '),

  process(source, file, { supportsDynamicImport: inTest, supportsStaticESM: asEsModule }) {
    if (!inTest) return { code: source };
    const load = `const native = requireNatively(${JSON.stringify(file)});`;
    const names = Object.keys(require(file)).filter(isName);
    const exported = asEsModule
      ? [
          ...names.map((name, index) => `const _${index} = native.${name}; export { _${index} as ${name} };`),
          'export default native.default;',
        ]
      : [...names.map((name) => `exports.${name} = native.${name};`), 'module.exports = native;'];
    return { code: [load, ...exported].join('\n') };
  },
};
