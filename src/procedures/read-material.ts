import type { Block } from './blocks/block.js';
import { type KnownBlocks, readBlockFolder } from './blocks/called-blocks.js';
import type { Procedure } from './procedure.js';
import { isBlockFolder } from './procedure-folders.js';
import { type ReadProcedure, readProcedure } from './read-procedure.js';

/** A folder of a procedure or of a block as far as it could be read. */
export type ReadMaterial = Omit<ReadProcedure, 'procedure'> & {
  /** There when nothing in the way of using it was found. */
  readonly material?: Procedure | Block;
};

/** Reads the folder of a procedure, or of a block. */
export function readMaterial(path: string, known?: KnownBlocks): ReadMaterial {
  if (!isBlockFolder(path)) {
    const { procedure, ...read } = readProcedure(path, known);
    return { ...read, ...(procedure && { material: procedure }) };
  }
  const { block, ...read } = readBlockFolder(path, known);
  return { ...read, ...(block && { material: block }) };
}
