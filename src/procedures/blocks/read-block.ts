import { basename } from 'node:path';
import { type ProcedureFolder, readFolder } from '../folder.js';
import { Findings, type ProcedureDiagnostic } from '../procedure-diagnostic.js';
import type { ProcessOutline } from '../process-outline.js';
import { readParts } from '../read-parts.js';
import { readYaml, Schema } from '../read-yaml.js';
import { Block, type BlockFacts } from './block.js';
import { blockSchema } from './block-schema.js';

const schema = new Schema<BlockFacts>(blockSchema);

/** The folder of a block as far as it could be read. `block` is there when nothing in the way of using it was found. */
export interface ReadBlock {
  readonly folder: ProcedureFolder;
  readonly outline: ProcessOutline;
  readonly block?: Block;
  /** Every block that it calls, also by blocks. */
  readonly blocks: readonly Block[];
  readonly diagnostics: readonly ProcedureDiagnostic[];
}

/** Gives the blocks that a model calls; says in `findings` what is wrong with its calls. */
export type FindBlocks = (path: string, outline: ProcessOutline, findings: Findings) => readonly Block[];

/** Reads one block's folder. Its model is judged later, by whoever deploys or checks it. */
export function readBlock(path: string, find: FindBlocks): ReadBlock {
  const folder = readFolder(path);
  const findings = new Findings();
  const facts = folder.facts && readYaml('block.yaml', folder.facts.content, schema, findings);
  if (!folder.facts) findings.error('block.yaml', 'file-missing', 'Expected a file block.yaml, but there is none.');
  const parts = readParts(folder, facts?.key, findings);
  const { outline } = parts;
  if (facts) {
    const name = basename(path);
    if (facts.key !== name)
      findings.error(
        'block.yaml',
        'key-differs',
        `Expected the key "${name}", as the folder, but it is "${facts.key}".`,
      );
    if (folder.process && outline.versionTag !== facts.versionTag)
      findings.error(
        'process.bpmn',
        'version-tag-differs',
        `Expected the version tag "${facts.versionTag}", as in block.yaml, but found "${outline.versionTag ?? ''}".`,
      );
  }
  const blocks = find(path, outline, findings);
  const found = { folder, outline, blocks, diagnostics: findings.all };
  if (!facts || findings.hasErrors) return found;
  return { ...found, block: new Block(facts, path, parts, blocks) };
}
