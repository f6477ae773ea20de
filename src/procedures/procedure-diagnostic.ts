import type { Diagnostic } from '#engine';

/** Something wrong in a procedure's folder: a diagnostic and the file it is about. */
export interface ProcedureDiagnostic extends Diagnostic {
  /** Path of the file within the folder. */
  readonly file: string;
  /** Names that lead to it in a YAML file whose lines are not known yet. */
  readonly path?: readonly string[];
}

/** Where in a file. */
export interface Place {
  readonly line?: number;
  readonly element?: string;
  readonly path?: readonly string[];
}

/** Collects what is wrong, sentence by sentence. */
export class Findings {
  readonly all: ProcedureDiagnostic[] = [];

  error(file: string, code: string, message: string, where: Place = {}): void {
    this.add(file, 'error', code, message, where);
  }

  warning(file: string, code: string, message: string, where: Place = {}): void {
    this.add(file, 'warning', code, message, where);
  }

  /** Takes over what the engine found in a file. */
  take(file: string, diagnostics: readonly Diagnostic[]): void {
    this.all.push(...diagnostics.map((diagnostic) => ({ ...diagnostic, file })));
  }

  get hasErrors(): boolean {
    return this.all.some(({ severity }) => severity === 'error');
  }

  private add(
    file: string,
    severity: 'error' | 'warning',
    code: string,
    message: string,
    { line, element, path }: Place,
  ): void {
    this.all.push({
      file,
      code,
      severity,
      message,
      ...(line === undefined ? {} : { line }),
      ...(element === undefined ? {} : { element }),
      ...(path === undefined ? {} : { path }),
    });
  }
}
