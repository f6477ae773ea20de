/** Who does something: written into history with everything that happens. */
export interface Actor {
  readonly kind: 'citizen' | 'agent' | 'system';
  readonly accountId?: string;
  readonly name?: string;
  /** Keys of the departments an agent works for: the candidate groups of tasks. Not written into history. */
  readonly departments?: readonly string[];
  /** Who is away and has this agent as deputy. Not written into history either: what is done for somebody says so. */
  readonly standsInFor?: readonly {
    readonly accountId: string;
    readonly departments: readonly string[];
  }[];
}

/** The program itself: timers, workers, start-up. */
export const SYSTEM: Actor = { kind: 'system' };
