import type { Guard } from '../../model/compiled-process.js';
import type { Instruction, Subscription } from '../../model/instruction.js';
import type { EventDefinition, EventNode } from '../../model/process-definition.js';
import type { Problem } from '../element.js';
import type { Handlers } from '../state.js';
import type { Xml } from '../xml.js';

/** Where an event stands. `sub-process` is the start event of an event sub-process. */
export type Position = 'start' | 'sub-process' | 'catch' | 'boundary' | 'throw' | 'end';

/** Everything the engine knows about one trigger or result of events; `index.ts` lists them. */
export interface EventDefinitionType<Definition extends EventDefinition = EventDefinition> {
  /** Where BPMN allows it (BPMN 2.0.2, table 10.93). */
  readonly positions: readonly Position[];
  readonly read?: (xml: Xml, event: Xml) => Omit<Definition, 'type'>;
  readonly validate?: (definition: Definition, node: EventNode, position: Position) => readonly Problem[];
  readonly expressions?: (definition: Definition) => readonly (string | undefined)[];
  /** Catching: opens a wait. */
  readonly await?: (definition: Definition, subscription: Subscription) => Instruction;
  /** Catching: what is heard from inside without a wait of its own. */
  readonly hears?: (definition: Definition) => { readonly event: string; readonly guard?: Guard };
  /** Throwing: what happens. */
  readonly throws?: (definition: Definition, node: EventNode) => readonly Instruction[];
  /** Throwing: the event stays until this is told. */
  readonly until?: { readonly event: string; readonly meanwhile: Handlers };
}

/** A definition whose type is forgotten, so that one table can hold them all. */
export function eventDefinition<Definition extends EventDefinition>(
  own: EventDefinitionType<Definition>,
): EventDefinitionType {
  return own as unknown as EventDefinitionType;
}
