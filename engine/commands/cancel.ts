import { terminateInstance } from '../instructions/termination.js';
import type { Apply } from './command.js';

/** Ends the whole instance. */
export const cancel: Apply<'cancel'> = (draft) => terminateInstance(draft);
