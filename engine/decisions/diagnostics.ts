import { type Diagnostic } from '../model/diagnostic.js';

/** Every code that reading a DMN file gives, how serious it is, and its sentence; placeholders come with the problem. */
export const decisionSentences = {
  'decision-unreadable': ['error', 'Expected a DMN file, but {problem}.'],
  'decision-not-understood': ['warning', 'Expected DMN, but {problem}.'],
  'decision-content-unknown': ['error', 'Expected an element of DMN, but found {found} ({problem}).'],
  'decision-import-unsupported': ['error', 'Expected everything in one file, but it imports {imported}.'],
  'decision-without-logic': ['error', 'Expected logic in "{name}", but it has none.'],
  'decision-logic-unsupported': ['error', 'Expected a kind of logic of DMN 1.3, but got {type}.'],
  'decision-function-unsupported': ['error', 'Expected a function in FEEL, but it is in {kind}.'],
  'decision-requirement-unknown': ['error', 'Expected "{href}" to be the id of a {type} of this file, but it is not.'],
  'decision-requirement-cycle': ['error', 'Expected requirements without a cycle, but got {cycle}.'],
  'decision-type-unknown': ['error', 'Expected "{type}" to be a type, but nothing defines it.'],
  'decision-expression-invalid': ['error', '{problem}'],
  'decision-hit-policy-unknown': ['error', 'Expected a hit policy of DMN, but got "{policy}".'],
  'decision-aggregation-ambiguous': ['error', 'Expected one output for {policy}, but got {count}.'],
  'decision-priorities-missing': [
    'error',
    'Expected the output values, in order of priority, for {policy}, but got none.',
  ],
  'decision-output-without-name': [
    'error',
    'Expected a name for each of {count} outputs, but output {number} has none.',
  ],
  'decision-rule-uneven': ['error', 'Expected {wanted} cells in rule {number}, but got {got}.'],
} as const satisfies { readonly [code: string]: readonly [Diagnostic['severity'], string] };

export type DecisionDiagnosticCode = keyof typeof decisionSentences;

/** Makes a diagnostic of a code and what its sentence needs. */
export function decisionDiagnostic(
  code: DecisionDiagnosticCode,
  detail: { readonly [name: string]: string | number },
  where: Pick<Diagnostic, 'element' | 'line' | 'column'>,
): Diagnostic {
  const [severity, sentence] = decisionSentences[code];
  const message = sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? ''));
  return { code, severity, ...where, message };
}
