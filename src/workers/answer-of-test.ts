import type { Variables } from '#engine';
import { jobContracts } from '../procedures/job-contracts.js';

/**
 * What a job of a test case is answered instead of being done: nothing is paid, signed or told to other programs. The same
 * as in scenarios. Undefined for what this program may well do.
 */
export function answerOfTest(jobType: string, hasWorker: boolean): Variables | undefined {
  if (jobType === 'call-webhook') return { response: { status: 200, body: null } };
  const { simulated } = jobContracts[jobType] ?? {};
  if (simulated) return simulated;
  return hasWorker ? undefined : {};
}
