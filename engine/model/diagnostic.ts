/** Something wrong with a model, found before anything runs. An `error` forbids deployment. */
export interface Diagnostic {
  /** One of the diagnostic codes of docs/errors.md. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Id of the BPMN element it concerns. */
  readonly element?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** One sentence: "Expected ..., but ...". */
  readonly message: string;
}
