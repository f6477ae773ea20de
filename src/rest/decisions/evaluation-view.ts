import type { DecisionResult } from '#engine';
import type { DefinitionRow } from '../../workflow/definition.entity.js';
import { TENANT } from '../protocol/tenant.js';

/** What a decision answered, with every decision that was asked on the way; values are JSON texts. */
export function evaluationView(
  decision: DefinitionRow,
  siblings: readonly DefinitionRow[],
  result: DecisionResult,
  evaluationKey: string,
) {
  const graph = siblings.find(({ kind }) => kind === 'requirements');
  const failure = 'failure' in result ? result.failure : null;
  return {
    decisionDefinitionId: decision.definitionId,
    decisionDefinitionKey: decision.id,
    decisionDefinitionName: decision.name ?? decision.definitionId,
    decisionDefinitionVersion: decision.version,
    decisionEvaluationKey: evaluationKey,
    decisionInstanceKey: evaluationKey,
    decisionRequirementsId: graph?.definitionId ?? '',
    decisionRequirementsKey: graph?.id ?? decision.id,
    output: 'value' in result ? JSON.stringify(result.value) : 'null',
    failedDecisionDefinitionId: failure === null ? null : decision.definitionId,
    failureMessage: failure,
    evaluatedDecisions: 'value' in result ? evaluated(result, siblings, evaluationKey) : [],
    tenantId: TENANT,
  };
}

type Answer = Extract<DecisionResult, { readonly value: unknown }>;

function evaluated(result: Answer, siblings: readonly DefinitionRow[], evaluationKey: string) {
  return result.evaluated.map(({ id, name, value, rules }, index) => {
    const row = siblings.find(({ kind, definitionId }) => kind === 'decision' && definitionId === id);
    return {
      decisionDefinitionId: id,
      decisionDefinitionKey: row?.id ?? '0',
      decisionDefinitionName: name,
      decisionDefinitionVersion: row?.version ?? 1,
      decisionDefinitionType: rules.length > 0 ? 'DECISION_TABLE' : 'LITERAL_EXPRESSION',
      decisionEvaluationInstanceKey: `${evaluationKey}-${index + 1}`,
      output: JSON.stringify(value),
      matchedRules: rules.map((rule) => ({
        ruleId: rule.id ?? String(rule.number),
        ruleIndex: rule.number,
        evaluatedOutputs: [],
      })),
      evaluatedInputs: [],
      tenantId: TENANT,
    };
  });
}
