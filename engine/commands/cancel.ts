import { terminateInstance } from '../instructions/termination.js';
import type { Apply } from './command.js';

/** Ends the whole instance; one that was suspended goes on for as long as its tasks have listeners to tell. */
export const cancel: Apply<'cancel'> = (draft) => {
  terminateInstance(draft);
  if (draft.status !== 'suspended') return;
  draft.status = 'active';
  draft.suspendedAt = undefined;
};
