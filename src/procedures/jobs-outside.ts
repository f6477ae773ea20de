import { jobContracts } from './job-contracts.js';
import type { Material } from './material.js';

/** A job type that no worker of this program does, and the folder and element that need it. */
export interface JobOutside {
  readonly jobType: string;
  readonly place: string;
}

/** What a procedure and the blocks that it calls leave to workers outside of this program. */
export function jobsOutside(material: Material): JobOutside[] {
  return [material, ...material.blocks].flatMap(({ key, outline }) =>
    outline.elements.flatMap(({ id, jobType }) =>
      jobType !== undefined && jobContracts[jobType]?.outside ? [{ jobType, place: `${key}, ${id}` }] : [],
    ),
  );
}
