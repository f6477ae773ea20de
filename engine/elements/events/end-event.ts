import { throwing } from './throwing.js';

/** Where a token ends (BPMN 2.0.2, 10.5.3). */
export const endEvent = throwing('end');
