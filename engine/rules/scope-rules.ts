import { deadlocks } from './deadlocks.js';
import { endlessLoops } from './endless-loops.js';
import { events } from './events.js';
import { flows } from './flows.js';
import { reachability } from './reachability.js';
import type { ScopeRule } from './scope-rule.js';

/** THE TABLE of rules about how the nodes of a scope hang together. */
export const scopeRules: readonly ScopeRule[] = [reachability, flows, events, endlessLoops, deadlocks];
