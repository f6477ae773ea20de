import type { Rejection } from '../model/effect.js';
import type { Command } from '../model/command.js';
import type { Draft } from '../instructions/draft.js';

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** Applies one kind of command to a draft, or says why it does not fit; a rejected draft is thrown away. */
export type Apply<Type extends Command['type']> = (draft: Draft, command: CommandOf<Type>) => Rejection | void;
