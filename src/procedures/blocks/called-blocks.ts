import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BLOCKS, isBlockFolder } from '../procedure-folders.js';
import type { Findings } from '../procedure-diagnostic.js';
import type { ProcessOutline } from '../process-outline.js';
import type { Block } from './block.js';
import { type FindBlocks, readBlock, type ReadBlock } from './read-block.js';

/** Blocks that were read before, by folder: for whoever reads several procedures and knows that nothing changes meanwhile. */
export type KnownBlocks = Map<string, ReadBlock>;

/** Every block that a model calls, also by blocks, each once; the called ones first. */
export function calledBlocks(
  path: string,
  outline: ProcessOutline,
  findings: Findings,
  known?: KnownBlocks,
): readonly Block[] {
  return new Search(path, known).find(path, outline, findings);
}

/** Reads the folder of a block with all that it calls. */
export function readBlockFolder(path: string, known?: KnownBlocks): ReadBlock {
  const search = new Search(path, known);
  return readBlock(path, search.find);
}

class Search {
  private readonly open: string[] = [];
  private readonly folder: string;

  constructor(
    path: string,
    private readonly known: KnownBlocks = new Map(),
  ) {
    this.folder = isBlockFolder(path) ? dirname(path) : join(dirname(path), BLOCKS);
    if (isBlockFolder(path)) this.open.push(basename(path));
  }

  readonly find: FindBlocks = (_path, outline, findings) => {
    const found = new Map<string, Block>();
    for (const { id: element, line, called } of outline.elements) {
      if (!called) continue;
      const block = this.get(called.processId, (code, message) =>
        findings.error('process.bpmn', code, message, { line, element }),
      );
      if (!block) continue;
      for (const one of [...(this.known.get(join(this.folder, block.key))?.blocks ?? []), block])
        found.set(one.key, one);
      const { versionTag } = block.facts;
      if (called.versionTag !== versionTag)
        findings.error(
          'process.bpmn',
          'block-version-differs',
          called.versionTag === undefined
            ? `Expected the call to name the version (bindingType="versionTag", versionTag="${versionTag}"), but it does not.`
            : `Expected version "${versionTag}" of the block "${block.key}", but found "${called.versionTag}".`,
          { line, element },
        );
    }
    return [...found.values()];
  };

  private get(key: string, say: (code: string, message: string) => void): Block | undefined {
    const path = join(this.folder, key);
    if (this.open.includes(key)) {
      say('block-calls-itself', `Expected that no block calls itself, but ${[...this.open, key].join(' -> ')}.`);
      return undefined;
    }
    if (!existsSync(join(path, 'block.yaml'))) {
      say('block-unknown', `Expected a block ${BLOCKS}/${key}, but there is none.`);
      return undefined;
    }
    this.open.push(key);
    const read = this.known.get(path) ?? readBlock(path, this.find);
    this.open.pop();
    this.known.set(path, read);
    if (!read.block) say('block-unusable', `The block "${key}" cannot be used: check ${BLOCKS}/${key}.`);
    return read.block;
  }
}
