import { throwing } from './throwing.js';

/** Makes something happen on the way (BPMN 2.0.2, 10.5.4). */
export const intermediateThrowEvent = throwing('throw');
