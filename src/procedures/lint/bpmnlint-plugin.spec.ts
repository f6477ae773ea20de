import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import { parse } from 'yaml';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { lintModel } from './lint-model.js';
import { rules } from './rules.js';

const root = resolve(import.meta.dirname, '../../..');
const shipped = readFileSync(join(root, 'procedures/certificat-de-residence/process.bpmn'), 'utf8');
const run = promisify(execFile);

/** The shipped model with what `test/broken-procedures/<name>.yaml` breaks in it. */
function broken(name: string): string {
  const text = readFileSync(join(root, 'test/broken-procedures', `${name}.yaml`), 'utf8');
  const { change } = parse(text) as { change: { from: string; to: string }[] };
  return change.reduce((model, { from, to }) => model.replace(from, () => to), shipped);
}

const defects = [
  'withdrawal-forgotten',
  'document-undeclared',
  'drawing-untidy',
  'refusal-without-motive',
  'condition-unreadable',
];

/** The plugin as it is built, in a folder where an analyst works. */
describe('bpmnlint-plugin-commune', () => {
  let folder: string;
  let plugin: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bpmnlint-'));
    plugin = join(folder, 'node_modules/bpmnlint-plugin-commune');
    mkdirSync(join(folder, 'node_modules'));
    const build = join(import.meta.dirname, 'build.mjs');
    const call = `import(${JSON.stringify(build)}).then(({ buildPlugin }) => buildPlugin(${JSON.stringify(plugin)}))`;
    await run(process.execPath, ['-e', call], { cwd: root });
    writeFileSync(join(folder, '.bpmnlintrc'), JSON.stringify({ extends: 'plugin:commune/recommended' }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'work-of-an-analyst' }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs bpmnlint's own command line, which knows nothing of the Zeebe vocabulary. */
  async function bpmnlint(model: string): Promise<string> {
    writeFileSync(join(folder, 'model.bpmn'), model);
    const bin = join(root, 'node_modules/bpmnlint/bin/bpmnlint.js');
    const { stdout } = await run(process.execPath, [bin, 'model.bpmn'], { cwd: folder });
    return stdout.replace(/\s+/g, ' ');
  }

  it('has nothing to say of the shipped model', async () => {
    expect(await bpmnlint(shipped)).not.toMatch(/warning|error|commune/);
  });

  it.each(defects)('says in bpmnlint what `beffroi check` says: %s', async (name) => {
    const expected = await lintModel(broken(name));
    const said = await bpmnlint(broken(name));
    expect(expected.length).toBeGreaterThan(0);
    for (const { rule, message } of expected) {
      expect(said).toContain(`commune/${rule}`);
      expect(said).toContain(message.replace(/\s+/g, ' '));
    }
  });

  it.each(defects)('says it in the Modeler, whose linter gets its client script: %s', async (name) => {
    const window: { plugins?: { type: string; plugin: { config: object; resolver: object } }[] } = {};
    runInNewContext(readFileSync(join(plugin, 'client.js'), 'utf8'), { window });
    const [registered] = window.plugins ?? [];
    expect(registered?.type).toBe('lintRules.cloud-bpmn');
    const { config, resolver } = registered!.plugin as never;
    const linter = new Linter({ resolver });
    const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(broken(name));
    const results = await linter.lint(rootElement, config);
    const said = Object.values(results).flatMap((reports) => reports.map(({ message }) => message));
    expect(said.sort()).toEqual((await lintModel(broken(name))).map(({ message }) => message).sort());
  });

  it('is a plugin of the Modeler: a name and a script', () => {
    const found = createRequire(join(folder, 'package.json'))('bpmnlint-plugin-commune') as {
      name: string;
      script: string;
      rules: object;
    };
    expect(found.name).toMatch(/Beffroi/);
    expect(readFileSync(join(plugin, found.script), 'utf8')).toContain('lintRules.cloud-bpmn');
    expect(Object.keys(found.rules)).toEqual(Object.keys(rules));
  });

  it('can be copied anywhere: it needs nothing beside it', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'modeler-'));
    cpSync(plugin, join(elsewhere, 'commune'), { recursive: true });
    const { stdout } = await run(process.execPath, [
      '-p',
      `typeof require(${JSON.stringify(join(elsewhere, 'commune/rules/drawing-is-tidy.js'))})().check`,
    ]);
    rmSync(elsewhere, { recursive: true });
    expect(stdout.trim()).toBe('function');
  });
});

describe('lintModel', () => {
  it('finds every rule broken in one of the broken procedures', async () => {
    const names = readdirSync(join(root, 'test/broken-procedures')).map((file) => file.replace('.yaml', ''));
    const found = await Promise.all(names.map((name) => lintModel(broken(name))));
    const kept = Object.keys(rules).filter((rule) => !found.flat().some((finding) => finding.rule === rule));
    expect(kept).toEqual([]);
  });

  it('has nothing to say of what is no BPMN', async () => {
    expect(await lintModel('<html/>')).toEqual([]);
    expect(await lintModel('not XML')).toEqual([]);
  });
});
