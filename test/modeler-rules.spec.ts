import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Camunda Modeler lints what it opens by the rules for the version that the model declares: ours must have no error there. */
const root = resolve(import.meta.dirname, '..');
const models = ['procedures', 'src/cli/template', 'docs/how-to', 'test/blocks']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, String(name))),
  )
  .filter((path) => path.endsWith('.bpmn') && !path.includes('node_modules'))
  .sort();
const VERSION = /modeler:executionPlatformVersion="(\d+)\.(\d+)\.\d+"/;

describe('the rules of Camunda Modeler', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'modeler-rules-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'rules-of-the-modeler' }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What bpmnlint's command line says: nothing when all is right. */
  function lint(version: string, files: readonly string[]): Promise<string> {
    const rules = {
      extends: `plugin:camunda-compat/camunda-cloud-${version}`,
      moddleExtensions: { zeebe: 'zeebe-bpmn-moddle/resources/zeebe.json' },
    };
    writeFileSync(join(folder, '.bpmnlintrc'), JSON.stringify(rules));
    const bin = join(root, 'node_modules/bpmnlint/bin/bpmnlint.js');
    return new Promise((done) => {
      execFile(process.execPath, [bin, ...files], { cwd: folder }, (_, stdout, stderr) =>
        done(`${stdout}${stderr}`.trim()),
      );
    });
  }

  const declared = models.map((path) => VERSION.exec(readFileSync(path, 'utf8'))?.slice(1).join('-'));

  it('every shipped model declares the same version', () => {
    expect(models.length).toBeGreaterThan(15);
    expect([...new Set(declared)]).toEqual(['8-8']);
  });

  it.each(['8-8', '8-10'])(
    'finds nothing wrong in them, for version %s',
    async (version) => {
      expect(await lint(version, models)).toBe('');
    },
    60_000,
  );

  it('would be heard', async () => {
    const [path = ''] = models;
    const broken = readFileSync(path, 'utf8').replace(/formId="[^"]*"/, '');
    writeFileSync(join(folder, 'broken.bpmn'), broken);
    expect(await lint('8-8', ['broken.bpmn'])).toContain('must have property');
  }, 60_000);
});
