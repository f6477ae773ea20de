/**
 * Builds `dist/bpmnlint-plugin-commune`: the commune's rules as bpmnlint and Camunda Modeler load them. One folder is both a
 * package of bpmnlint (`index.js`, `rules/`) and a plugin of the Modeler (`index.js`, `client.js`).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const here = import.meta.dirname;
const root = resolve(here, '../../..');

/** Writes the plugin into a folder, which is emptied first. */
export function buildPlugin(folder) {
  const modules = new Map();
  collect(join(here, 'bpmnlint-plugin.ts'), modules);
  const names = [...readFileSync(join(here, 'rules.ts'), 'utf8').matchAll(/^ {2}'([a-z-]+)': \w+,$/gm)].map(
    ([, name]) => name,
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'rules'), { recursive: true });
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bundle = bundleOf(modules);
  write(
    folder,
    'package.json',
    `${JSON.stringify({ name: 'bpmnlint-plugin-commune', version, license, main: 'index.js', type: 'commonjs' }, null, 2)}\n`,
  );
  write(folder, 'plugin.js', `module.exports = ${bundle};\n`);
  write(folder, 'index.js', indexOf(names));
  write(folder, 'client.js', clientOf(bundle));
  for (const name of names)
    write(folder, `rules/${name}.js`, `module.exports = require('../plugin.js').bpmnlintRule('${name}');\n`);
}

const REQUIRED = /require\(["']([^"']+)["']\)/g;

/** Our own modules from an entry on, and the packages that they need, as CommonJS. */
function collect(file, modules) {
  if (modules.has(file)) return;
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: file.endsWith('.ts') ? 'typescript' : 'ecmascript' } },
    module: { type: 'commonjs' },
  });
  modules.set(file, code);
  for (const [, name] of code.matchAll(REQUIRED)) collect(requiredBy(file, name), modules);
}

function requiredBy(file, name) {
  if (file.endsWith('.ts') && name.startsWith('.')) return join(dirname(file), name.replace(/\.js$/, '.ts'));
  return createRequire(file).resolve(name);
}

/** One expression whose value is what the entry exports. */
function bundleOf(modules) {
  const nameOf = (file) => `./${relative(root, file).replaceAll(sep, '/')}`;
  const parts = [...modules].map(([file, code]) => {
    const own = code.replaceAll(REQUIRED, (_, name) => `require("${nameOf(requiredBy(file, name))}")`);
    return `${JSON.stringify(nameOf(file))}: function (module, exports, require) {\n${own}\n}`;
  });
  const [entry] = modules.keys();
  return `(function () {
const modules = {\n${parts.join(',\n')}\n};
const loaded = {};
function require(name) {
  if (!loaded[name]) modules[name]((loaded[name] = { exports: {} }), loaded[name].exports, require);
  return loaded[name].exports;
}
return require(${JSON.stringify(nameOf(entry))});
})()`;
}

function indexOf(names) {
  const rules = Object.fromEntries(names.map((name) => [name, `./rules/${name}.js`]));
  return `const { recommended } = require('./plugin.js');

module.exports = {
  name: 'Beffroi: rules of the commune',
  script: './client.js',
  rules: ${JSON.stringify(rules, null, 2).replaceAll('\n', '\n  ')},
  configs: { recommended },
};
`;
}

/** What the Modeler runs: it asks for a configuration and a resolver under `lintRules.cloud-bpmn`. */
function clientOf(bundle) {
  return `(function () {
const plugin = ${bundle};
const config = { rules: Object.fromEntries(Object.keys(plugin.recommended.rules).map((name) => ['commune/' + name, 'warn'])) };
const resolver = {
  resolveRule: (pkg, name) => (pkg === 'bpmnlint-plugin-commune' ? plugin.bpmnlintRule(name) : undefined),
  resolveConfig: () => plugin.recommended,
};
window.plugins = window.plugins || [];
window.plugins.push({ plugin: { config, resolver }, type: 'lintRules.cloud-bpmn' });
})();
`;
}

function write(folder, name, content) {
  writeFileSync(join(folder, name), content);
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  buildPlugin(join(root, 'dist/bpmnlint-plugin-commune'));
