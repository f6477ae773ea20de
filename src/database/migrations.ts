import type { MigrationInterface } from 'typeorm';
import { Foundation1700000000000 } from './migrations/1700000000000-foundation.js';
import { Workflow1700000000001 } from './migrations/1700000000001-workflow.js';

/**
 * Every migration, oldest first. They only go forward: what was released is never edited, and `down` does not exist.
 * One file belongs to one area, so that two people adding tables do not meet.
 */
export const migrations: (new () => MigrationInterface)[] = [Foundation1700000000000, Workflow1700000000001];
