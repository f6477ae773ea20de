import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runScenarios } from './run-scenarios.js';

const shipped = resolve(import.meta.dirname, '../../../procedures');

/** The shipped procedure with some of its scenarios. */
describe('coverage', () => {
  let parent: string;
  let folder: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'coverage-'));
    cpSync(shipped, parent, { recursive: true });
    folder = join(parent, 'certificat-de-residence');
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  async function withOnly(...names: string[]) {
    for (const file of readdirSync(join(folder, 'scenarios')))
      if (!names.includes(file.replace('.yaml', ''))) rmSync(join(folder, 'scenarios', file));
    return (await runScenarios(folder)).coverage;
  }

  it('counts what one scenario reaches, and names what it does not', async () => {
    const { nodes, flows, paths, rules, forms, visits } = await withOnly('refus');
    expect(nodes.missing).toContain('produire-certificat');
    expect(nodes.missing).not.toContain('notifier-refus');
    expect(flows.missing).toContain('vers-certificat');
    expect(paths).toMatchObject({ covered: 1, complete: true });
    expect(rules.missing).toHaveLength(rules.total - 2);
    expect(forms.missing).toContain('examen: issue = complet');
    expect(forms.missing).not.toContain('examen: issue = refuse');
    expect(visits).toMatchObject({ 'verifier-demande': 1, 'vers-refus': 1 });
  });

  it('tells a question that was hidden from one that was shown', async () => {
    const { forms } = await withOnly('refus');
    expect(forms.missing).toContain('examen: complement shown');
    expect(forms.missing).not.toContain('examen: complement hidden');
  });

  it('adds up what several reach', async () => {
    const [one, all] = [await withOnly('refus', 'delivre-en-ligne'), await withOnly('refus')];
    for (const kind of ['nodes', 'flows', 'paths', 'rules', 'forms'] as const)
      expect(one[kind].covered).toBeGreaterThanOrEqual(all[kind].covered);
    expect(one.paths.covered).toBe(all.paths.covered + 1);
  });

  it('has nothing covered without scenarios', async () => {
    const { nodes, flows, paths, rules, forms } = await withOnly();
    for (const share of [nodes, flows, paths, rules, forms]) {
      expect(share.covered).toBe(0);
      expect(share.missing).toHaveLength(share.total);
      expect(share.total).toBeGreaterThan(0);
    }
  });
});
