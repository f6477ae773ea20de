import type { Value } from '#engine';
import { Material, type Parts } from '../material.js';
import type { Parameter } from '../parameter.js';

/** Something that a block is given or gives back. */
export interface BlockVariable {
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'context';
  /** Every value that it can have. */
  readonly values?: readonly Value[];
  /** An input that the block cannot do without. */
  readonly required?: boolean;
  /** In English, for whoever draws the call. */
  readonly description?: string;
}

/** The facts of `block.yaml`, as written. */
export interface BlockFacts {
  /** Also the name of the folder and the id of the process. */
  readonly key: string;
  readonly versionTag: string;
  /** What it does, in English, for whoever draws the call. */
  readonly description: string;
  /** Who acts in it: a task's candidate group is `=[roles.<role>]`. */
  readonly roles?: readonly string[];
  readonly inputs?: { readonly [name: string]: BlockVariable };
  readonly outputs?: { readonly [name: string]: BlockVariable };
  /** The output that says how it ended: its values are the `commune:outcome` of the end events. */
  readonly outcome?: string;
  /** Codes of the BPMN errors that it throws: the caller must catch them. */
  readonly errors?: readonly string[];
  readonly parameters?: { readonly [name: string]: Parameter };
}

/** A part that procedures share: a called process with everything that belongs to it. */
export class Block extends Material {
  constructor(
    readonly facts: BlockFacts,
    folder: string,
    own: Parts,
    blocks: readonly Block[],
  ) {
    super(facts.key, folder, own, blocks);
  }
}

/** The values of a block's outcome, if it says how it ended. */
export function outcomesOf({ outcome, outputs }: BlockFacts): readonly string[] {
  const values = outputs?.[outcome ?? '']?.values ?? [];
  return values.filter((value): value is string => typeof value === 'string');
}
