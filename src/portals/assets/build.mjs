// Builds dist/public: the style sheet, the scripts, the fonts, the pictures, a manifest of their versions, and what of it is
// text once more compressed (served by src/portals/views/compressed-assets.ts).
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { compile } from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const modules = join(root, 'node_modules');
const target = join(root, 'dist/public');

const fonts = {
  'public-sans.woff2': '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2',
  'public-sans-ext.woff2': '@fontsource-variable/public-sans/files/public-sans-latin-ext-wght-normal.woff2',
  'bricolage.woff2': '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2',
  'bricolage-ext.woff2':
    '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-ext-wght-normal.woff2',
};

mkdirSync(target, { recursive: true });
for (const [name, source] of Object.entries(fonts)) cpSync(join(modules, source), join(target, name));
for (const folder of ['scripts', 'pictures']) cpSync(join(here, folder), target, { recursive: true });
cpSync(join(modules, 'govuk-frontend/dist/govuk/govuk-frontend.min.js'), join(target, 'govuk-frontend.min.js'));

const { css } = compile(join(here, 'theme/portal.scss'), {
  style: 'compressed',
  loadPaths: [modules],
  quietDeps: true,
});
writeFileSync(join(target, 'portal.css'), css);

const versions = {};
for (const name of readdirSync(target).filter((name) => !/^manifest\.json$|\.(br|gz)$/.test(name)))
  versions[name] = createHash('sha256')
    .update(readFileSync(join(target, name)))
    .digest('hex')
    .slice(0, 10);
writeFileSync(join(target, 'manifest.json'), JSON.stringify(versions));
for (const name of Object.keys(versions).filter((name) => /\.(css|js|svg)$/.test(name))) {
  const content = readFileSync(join(target, name));
  writeFileSync(join(target, `${name}.br`), brotliCompressSync(content));
  writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: 9 }));
}
