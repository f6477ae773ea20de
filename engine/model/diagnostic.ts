/**
 * How much a model is asked for: that it can be run (`executable`, for deployment), or only that nothing of it is lost when
 * it is read (`interchange`, for files of other tools). What keeps a model from running is then a warning.
 */
export type Level = 'executable' | 'interchange';

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
