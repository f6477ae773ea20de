/**
 * For each scenario of a block a procedure that somebody can ask for: it gives the block what the scenario says and ends with
 * it. So what scenarios play in memory can be played in the program, with its workers, timers, tasks and messages.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Scenario } from '../../src/procedures/scenarios/scenario.js';
import { bpmn, extensions, node } from './bpmn.js';

export interface BlockCaller {
  readonly block: string;
  /** Key of the procedure that calls it. */
  readonly procedure: string;
  readonly scenario: Scenario;
}

/** Adds the callers of these blocks to a town (`townWithBlocks`). */
export function addBlockCallers(town: string, blocks: readonly string[]): BlockCaller[] {
  return blocks.flatMap((block) => {
    const folder = join(town, '_blocks', block, 'scenarios');
    return readdirSync(folder).map((file) => {
      const scenario = parse(readFileSync(join(folder, file), 'utf8')) as Scenario;
      const procedure = `essai-${block}-${basename(file, '.yaml')}`;
      addCaller(town, procedure, block, scenario);
      return { block, procedure, scenario };
    });
  });
}

function addCaller(town: string, key: string, block: string, { given = {} }: Scenario): void {
  const folder = join(town, key);
  for (const name of ['forms', 'texts']) mkdirSync(join(folder, name), { recursive: true });
  const form = 'forms/autorisation-demande.form';
  cpSync(join(town, 'autorisation', form), join(folder, form));
  const start = node(
    'startEvent',
    'depot',
    extensions('<zeebe:formDefinition formId="autorisation-demande" bindingType="deployment" />'),
  );
  const inputs = Object.entries(given).map(([name, value]) => input(name, value));
  const call = node(
    'callActivity',
    'appeler',
    extensions(
      `<zeebe:calledElement processId="${block}" bindingType="versionTag" versionTag="${versionTagOf(town, block)}" propagateAllChildVariables="true" />
       <zeebe:ioMapping>${inputs.join('')}</zeebe:ioMapping>`,
    ),
  );
  writeFileSync(join(folder, 'process.bpmn'), bpmn(key, [start, call, node('endEvent', 'fin')]));
  writeFileSync(join(folder, 'texts/fr.yaml'), `title: Essai de ${block}\n`);
  writeFileSync(
    join(folder, 'procedure.yaml'),
    `key: ${key}
versionTag: '1'
category: essais
department: population
audience: [citizen]
authentication: none
channels: [online]
retention: { dossier: P10Y }
`,
  );
}

function versionTagOf(town: string, block: string): string {
  const facts = parse(readFileSync(join(town, '_blocks', block, 'block.yaml'), 'utf8')) as { versionTag: string };
  return facts.versionTag;
}

/** JSON is FEEL. Of the dossier only the channel is the scenario's: the rest is the real one's. */
function input(name: string, value: unknown): string {
  const { channel } = (name === 'dossier' ? value : {}) as { channel?: string };
  const feel = channel ? `context put(dossier, "channel", "${channel}")` : JSON.stringify(value);
  return `<zeebe:input source="=${feel.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}" target="${name}" />`;
}
