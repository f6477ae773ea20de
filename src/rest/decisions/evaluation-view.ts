import type { DecisionResult, EvaluatedDecision } from '#engine';
import type { DefinitionRow } from '../../workflow/definition.entity.js';
import { TENANT } from '../protocol/tenant.js';
import { inputsView, rulesView } from './decision-instance-source.js';

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
    failedDecisionDefinitionId: 'failure' in result ? (result.failed ?? decision.definitionId) : null,
    failureMessage: failure,
    evaluatedDecisions: evaluated(result.evaluated ?? [], siblings, evaluationKey),
    tenantId: TENANT,
  };
}

function evaluated(asked: readonly EvaluatedDecision[], siblings: readonly DefinitionRow[], evaluationKey: string) {
  return asked.map(({ id, name, value, inputs, rules }, index) => {
    const row = siblings.find(({ kind, definitionId }) => kind === 'decision' && definitionId === id);
    return {
      decisionDefinitionId: id,
      decisionDefinitionKey: row?.id ?? '0',
      decisionDefinitionName: name,
      decisionDefinitionVersion: row?.version ?? 1,
      decisionDefinitionType: rules.length + inputs.length > 0 ? 'DECISION_TABLE' : 'LITERAL_EXPRESSION',
      decisionEvaluationInstanceKey: `${evaluationKey}-${index + 1}`,
      output: JSON.stringify(value),
      matchedRules: rulesView(rules),
      evaluatedInputs: inputsView(inputs),
      tenantId: TENANT,
    };
  });
}
