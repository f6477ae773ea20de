import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { townWithBlocks } from '../../../test/support/town-with-blocks.js';
import { checkProcedure } from '../check-procedure.js';
import { runScenarios } from '../scenarios/run-scenarios.js';

/** The small procedure of `test/blocks`, or a block, with one thing changed in one file. */
describe('blocks and legal clocks', () => {
  let town: string;
  beforeEach(() => {
    town = townWithBlocks();
  });
  afterEach(() => rmSync(town, { recursive: true }));

  function change(file: string, from: string | RegExp, to: string): void {
    const path = join(town, file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace(from, to));
    expect(readFileSync(path, 'utf8')).not.toBe(before);
  }

  it.each([
    ['autorisation/process.bpmn', 'processId="deliver"', 'processId="livrer"', 'block-unknown', '_blocks/livrer'],
    [
      'autorisation/process.bpmn',
      'bindingType="versionTag" versionTag="1.0.0"',
      'bindingType="latest"',
      'block-version-differs',
      'does not',
    ],
    [
      'autorisation/process.bpmn',
      'versionTag="1.0.0" prop',
      'versionTag="2.0.0" prop',
      'block-version-differs',
      '2.0.0',
    ],
    ['autorisation/process.bpmn', 'target="deliverMode"', 'target="mode"', 'block-input-unknown', 'deliverMode'],
    ['autorisation/process.bpmn', 'target="deliverMode"', 'target="x"', 'variable-unknown', '"deliverMode"'],
    [
      'autorisation/process.bpmn',
      /remise = "non-reclame"/,
      'mode = "guichet"',
      'block-outcome-ignored',
      'deliverIssue',
    ],
    ['autorisation/process.bpmn', /autorisation-decider/g, 'refuse-motiver', 'block-id-taken', 'refuse-motiver'],
    ['autorisation/procedure.yaml', 'decideur: etat-civil', 'juge: etat-civil', 'role-unknown', 'juge'],
    ['autorisation/procedure.yaml', 'decideur: etat-civil', 'decideur: voirie', 'department-unknown', 'voirie'],
    ['autorisation/procedure.yaml', 'law: reglement', 'law: code', 'law-unknown', 'code'],
    ['autorisation/procedure.yaml', 'refuse-etablir', 'refuse-publier', 'clock-element-unknown', 'refuse-publier'],
    ['_blocks/complement/process.bpmn', 'value="suspends"', 'value="pauses"', 'clock-mark-unknown', 'pauses'],
    ['_blocks/complement/block.yaml', "versionTag: '1.0.0'", "versionTag: '1.1.0'", 'version-tag-differs', '1.1.0'],
    [
      '_blocks/complement/block.yaml',
      'complementIssue:',
      'complementFin:',
      'outcome-without-values',
      'complementIssue',
    ],
    ['_blocks/complement/block.yaml', '- expire', '- perdu', 'outcome-without-end', 'perdu'],
    ['_blocks/complement/process.bpmn', /complement-preparer/g, 'preparer', 'block-id-misplaced', 'preparer'],
    ['_blocks/complement/texts/fr.yaml', 'title:', 'titre: x\ntitle:', 'block-text-misplaced', 'titre'],
    ['_blocks/sign/block.yaml', '- signature-refusee', '- autre-erreur', 'block-error-undeclared', 'signature-refusee'],
    ['_blocks/sign/block.yaml', '- signature-refusee', '- autre-erreur', 'block-error-never-thrown', 'autre-erreur'],
    [
      '_blocks/completeness/process.bpmn',
      'processId="complement"',
      'processId="completeness"',
      'block-calls-itself',
      '',
    ],
  ])('in %s: %s -> %s', async (file, from, to, code, words) => {
    change(file, from, to);
    const folder = join(
      town,
      file
        .split('/')
        .slice(0, file.startsWith('_') ? 2 : 1)
        .join('/'),
    );
    const found = await checkProcedure(folder);
    expect(found.filter((one) => one.code === code).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining(words)]),
    );
  });

  it('catches what a block throws, or says that nothing does', async () => {
    const call = '<zeebe:calledElement processId="rematerialise"';
    change('_blocks/rematerialise/block.yaml', 'outputs:', 'errors: [imprimante]\noutputs:');
    change(
      '_blocks/rematerialise/process.bpmn',
      /(<bpmn:endEvent id="rematerialise-etabli"[\s\S]*?)(<\/bpmn:endEvent>)/,
      '$1<bpmn:errorEventDefinition id="def" errorRef="error-imprimante" />$2',
    );
    change(
      '_blocks/rematerialise/process.bpmn',
      '<bpmndi:BPMNDiagram',
      '<bpmn:error id="error-imprimante" name="imprimante" errorCode="imprimante" /><bpmndi:BPMNDiagram',
    );
    expect(readFileSync(join(town, 'autorisation/process.bpmn'), 'utf8')).toContain(call);
    expect(await checkProcedure(join(town, 'autorisation'))).toMatchObject([
      { code: 'block-error-unhandled', element: 'autorisation-etablir', severity: 'error' },
    ]);
  });

  it('a broken block makes its callers unusable', async () => {
    change('_blocks/complement/block.yaml', 'key: complement', 'key: complements');
    expect((await checkProcedure(join(town, 'autorisation'))).map(({ code }) => code)).toContain('block-unusable');
  });

  it('a scenario that expects another day or state of a clock fails', async () => {
    change('autorisation/scenarios/delivree.yaml', "'2026-04-05'", "'2026-04-01'");
    const { results } = await runScenarios(join(town, 'autorisation'));
    expect(results.find(({ name }) => name === 'delivree')?.failures).toEqual([
      'Expected the last day of the clock decision to be "2026-04-01", but found "2026-04-05".',
    ]);
  });

  it('a scenario of a block says what its caller gives', async () => {
    change('_blocks/deliver/scenarios/portail.yaml', 'given:', 'answers:');
    const { diagnostics } = await runScenarios(join(town, '_blocks/deliver'));
    expect(diagnostics).toMatchObject([
      { file: 'scenarios/portail.yaml', message: 'Expected "given", but it is missing.' },
    ]);
  });
});
