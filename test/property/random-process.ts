import fc from 'fast-check';
import { BlockWriter } from './block-writer.js';

/** Elements that stand alone. */
export type Leaf =
  | 'user'
  | 'job'
  | 'script'
  | 'timer'
  | 'signal'
  | 'message'
  | 'condition'
  | 'call'
  | 'decision'
  | 'listened'
  | 'attended'
  | 'looped'
  | 'ad-hoc'
  | 'first-of-two'
  | 'link'
  | 'throw-signal';

/** Scopes in which something particular happens. */
export type Enclosure =
  | 'plain'
  | 'deadline'
  | 'parallel-instances'
  | 'sequential-instances'
  | 'handled-signal'
  | 'noticed-signal'
  | 'handled-error'
  | 'caught-error'
  | 'escalating'
  | 'escaping'
  | 'terminating'
  | 'compensated'
  | 'cancelled';

/** A piece of a process with one way in and one way out. */
export type Block =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'sequence'; readonly parts: readonly Block[] }
  | {
      readonly kind: 'gateways';
      readonly gateway: 'exclusive' | 'parallel' | 'inclusive' | 'complex';
      readonly parts: readonly Block[];
      readonly holds: number;
    }
  | { readonly kind: 'enclosed'; readonly enclosure: Enclosure; readonly part: Block }
  | { readonly kind: 'guarded'; readonly interrupting: boolean; readonly part: Block };

const leaves: readonly Leaf[] = [
  'user',
  'job',
  'script',
  'timer',
  'signal',
  'message',
  'condition',
  'call',
  'decision',
  'listened',
  'attended',
  'looped',
  'ad-hoc',
  'first-of-two',
  'link',
  'throw-signal',
];
const enclosures: readonly Enclosure[] = [
  'plain',
  'deadline',
  'parallel-instances',
  'sequential-instances',
  'handled-signal',
  'noticed-signal',
  'handled-error',
  'caught-error',
  'escalating',
  'escaping',
  'terminating',
  'compensated',
  'cancelled',
];

/** Block-structured processes: whatever happens to them, they can always end. */
export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('leaf' as const), leaf: fc.constantFrom(...leaves) }),
    fc.record({
      kind: fc.constant('sequence' as const),
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('gateways' as const),
      gateway: fc.constantFrom('exclusive' as const, 'parallel' as const, 'inclusive' as const, 'complex' as const),
      parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      holds: fc.nat(7),
    }),
    fc.record({
      kind: fc.constant('enclosed' as const),
      enclosure: fc.constantFrom(...enclosures),
      part: tie('block'),
    }),
    fc.record({ kind: fc.constant('guarded' as const), interrupting: fc.boolean(), part: tie('block') }),
  ),
})).block;

/** The process as BPMN. Ids count upwards. */
export function toBpmn(block: Block): string {
  return new BlockWriter().process(block);
}
