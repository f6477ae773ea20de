import { parentPort, workerData } from 'node:worker_threads';
import { type CheckedFolder, checkInTurn, type Turns } from './check-folders.js';

// A thread of `beffroi check`: takes folders until none is left, and tells of each.
await checkInTurn(workerData as Turns, (checked: CheckedFolder) => parentPort!.postMessage(checked));
