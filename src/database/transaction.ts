import type { EntityManager } from 'typeorm';

/** Somebody's open transaction. A method that takes part in it has it as first argument. */
export type Transaction = EntityManager;
