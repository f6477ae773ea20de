import type { Diagnostic, Instant, Value, Variables } from '#engine';

/** Stands in until the engine's door has the decisions. */
export interface DecisionModel {
  readonly decisions: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

export function readDecisions(_xml: string): Promise<{ model?: DecisionModel; diagnostics: readonly Diagnostic[] }> {
  return Promise.resolve({ model: { decisions: new Map() }, diagnostics: [] });
}

export function evaluateDecision(
  _model: DecisionModel,
  _decisionId: string,
  _variables: Variables,
  _now: Instant,
): { readonly value: Value } | { readonly failure: string } {
  return { failure: 'Decisions cannot be evaluated yet.' };
}
