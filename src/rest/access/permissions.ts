import type { Role } from '../../access/account.entity.js';

/** What a caller may be allowed; every operation asks for one of these. */
export type Permission =
  /** Who am I, how is the engine. */
  | 'look-around'
  /** Definitions of processes, decisions and forms. */
  | 'read-models'
  | 'deploy'
  /** Brings whole procedures in, and before citizens. */
  | 'publish'
  /** Evaluates decisions and expressions. */
  | 'evaluate'
  /** User tasks: those of one's own departments. */
  | 'work-on-tasks'
  /** Jobs of any type: what external workers do. */
  | 'work-on-jobs'
  /** Starts processes. */
  | 'start'
  /** Publishes messages and broadcasts signals. */
  | 'send'
  /** Instances, their elements and variables: the cases of everybody. */
  | 'read-cases'
  /** Files that programs keep here for each other. */
  | 'exchange-documents'
  /** Changes instances by hand: cancels, modifies, resolves, sets variables. */
  | 'operate';

/** The roles of accounts, and that of programs that only work on jobs (a role of tokens). */
export type CallerRole = Role | 'worker';

const EVERYTHING: readonly Permission[] = [
  'look-around',
  'read-models',
  'deploy',
  'publish',
  'evaluate',
  'work-on-tasks',
  'work-on-jobs',
  'start',
  'send',
  'read-cases',
  'exchange-documents',
  'operate',
];

const GRANTED: Readonly<Record<CallerRole, readonly Permission[]>> = {
  administrator: EVERYTHING,
  worker: [
    'look-around',
    'read-models',
    'deploy',
    'evaluate',
    'work-on-jobs',
    'start',
    'send',
    'read-cases',
    'exchange-documents',
  ],
  analyst: ['look-around', 'read-models', 'deploy', 'publish', 'evaluate'],
  agent: ['look-around', 'read-models', 'work-on-tasks'],
  citizen: [],
};

export function isAllowed(role: CallerRole, permission: Permission): boolean {
  return GRANTED[role].includes(permission);
}

export function rolesWith(permission: Permission): CallerRole[] {
  return (Object.keys(GRANTED) as CallerRole[]).filter((role) => isAllowed(role, permission));
}

/** The first of these that is a role of ours. */
export function strongestRole(names: readonly string[]): CallerRole | undefined {
  const byStrength: readonly CallerRole[] = ['administrator', 'worker', 'analyst', 'agent', 'citizen'];
  return byStrength.find((role) => names.includes(role));
}
