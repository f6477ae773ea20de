import type { Diagnostic } from '#engine';
import type { Terminal } from './command.js';

/** A diagnostic and the file it is about. */
export interface FileDiagnostic extends Diagnostic {
  readonly file?: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** One line per diagnostic on stderr: `process.bpmn:12:5 error unknown-flow [Flow_1] Expected ...`. */
export function printDiagnostics(diagnostics: readonly FileDiagnostic[], { stderr }: Terminal): void {
  for (const { file, line, column, severity, code, element, message } of diagnostics) {
    const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
    stderr.write(`${[place, severity, code, element && `[${element}]`, message].filter((part) => part).join(' ')}\n`);
  }
}
