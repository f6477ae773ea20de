import type { Effect, EffectOf } from '#engine';
import type { Turn } from '../turn.js';

/** Does what the engine asked for: adds rows to `turn.changes`, answers at once, or asks for something afterwards. */
export type EffectHandler<Type extends Effect['type']> = (turn: Turn, effect: EffectOf<Type>) => void | Promise<void>;
