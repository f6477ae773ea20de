import type { Field, Form } from '../../forms/form.js';
import type { ProcedureFolder } from '../folder.js';
import type { Block, BlockFacts } from '../blocks/block.js';
import type { ProcedureFacts } from '../procedure.js';
import type { Findings } from '../procedure-diagnostic.js';
import type { ProcessOutline } from '../process-outline.js';
import type { Texts } from '../texts.js';

/** A folder that could be read, and where a check writes what it finds. */
export interface Checked {
  readonly folder: ProcedureFolder;
  /** Of a procedure; a block has none of them but its parameters. */
  readonly facts: Partial<ProcedureFacts>;
  /** Of a block. */
  readonly block?: BlockFacts;
  /** Every block that is called, also by blocks. */
  readonly blocks: readonly Block[];
  readonly outline: ProcessOutline;
  readonly forms: ReadonlyMap<string, Form>;
  readonly texts: Texts;
  /** The same with the words of the blocks that are called: what templates can use. */
  readonly allTexts: Texts;
  readonly findings: Findings;
}

/** Fields of a form, nested ones included. */
export function fieldsOf(form: Form): Field[] {
  const all = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...all(field.fields)]);
  return form.pages.flatMap((page) => all(page.fields));
}
