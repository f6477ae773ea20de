import { type JobContract, jobContracts } from './job-contracts.js';
import type { Material } from './material.js';

/** A job type that no worker of this program does, or none as it is configured, and the folder and element that need it. */
export interface JobOutside {
  readonly jobType: string;
  readonly place: string;
}

/** What a procedure and the blocks that it calls leave to workers outside of this program. */
export function jobsOutside(material: Material, { signatures = true } = {}): JobOutside[] {
  return [material, ...material.blocks].flatMap(({ key, outline }) =>
    outline.elements.flatMap(({ id, jobType }) =>
      jobType !== undefined && isOutside(jobContracts[jobType], signatures)
        ? [{ jobType, place: `${key}, ${id}` }]
        : [],
    ),
  );
}

function isOutside(contract: JobContract | undefined, signatures: boolean): boolean {
  return contract?.outside === true || (contract?.needs === 'signatures' && !signatures);
}
