export type * from './model/command.js';
export type * from './model/effect.js';
export type * from './model/variables.js';
