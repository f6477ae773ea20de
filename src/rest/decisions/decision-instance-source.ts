import type { EvaluatedCell, EvaluatedDecision } from '#engine';
import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, integer, key, tenant, text, time, wordOf } from '../search/field.js';
import type { Source } from '../search/source.js';

interface Row {
  readonly key: string;
  readonly evaluationKey: string;
  readonly state: string;
  readonly at: Date;
  readonly failure: string | null;
  readonly processInstanceId: string | null;
  readonly processDefinitionKey: string | null;
  readonly rootId: string | null;
  readonly elementInstance: string | null;
  readonly definitionKey: string;
  readonly rootDefinitionKey: string;
  readonly decisionId: string;
  readonly name: string | null;
  readonly version: number;
  readonly type: string;
  readonly value: unknown;
  readonly inputs: readonly EvaluatedCell[];
  readonly rules: EvaluatedDecision['rules'];
}

const STATES = { EVALUATED: 'evaluated', FAILED: 'failed', UNSPECIFIED: '', UNKNOWN: '' };
const TYPES = { DECISION_TABLE: 'table', LITERAL_EXPRESSION: 'literal', UNSPECIFIED: '', UNKNOWN: '' };
const STATE = `CASE WHEN i.failure IS NULL THEN 'evaluated' ELSE 'failed' END`;
/** Only tables look at inputs. */
const TYPE = `CASE WHEN i.inputs = '[]' AND i.rules = '[]' THEN 'literal' ELSE 'table' END`;
const GRAPH = `(SELECT g.id FROM definition g WHERE g.kind = 'requirements' AND g.checksum = d.checksum
  ORDER BY abs(g.id - d.id) LIMIT 1)`;

const listed = (row: Row) => ({
  decisionEvaluationInstanceKey: row.key,
  decisionEvaluationKey: row.evaluationKey,
  state: wordOf(STATES, row.state),
  evaluationDate: row.at,
  evaluationFailure: row.failure,
  processDefinitionKey: row.processDefinitionKey,
  processInstanceKey: row.processInstanceId,
  rootProcessInstanceKey: row.rootId,
  elementInstanceKey:
    row.processInstanceId && row.elementInstance
      ? elementInstanceKey(row.processInstanceId, row.elementInstance)
      : null,
  decisionDefinitionKey: row.definitionKey,
  decisionDefinitionId: row.decisionId,
  decisionDefinitionName: row.name ?? row.decisionId,
  decisionDefinitionVersion: row.version,
  decisionDefinitionType: wordOf(TYPES, row.type),
  rootDecisionDefinitionKey: row.rootDefinitionKey,
  result: JSON.stringify(row.value),
  tenantId: TENANT,
});

/** Every decision that an instance or a program asked, and every one asked on the way. */
export const decisionInstances: Source<Row, ReturnType<typeof listed>> = {
  select: `i.key, i.evaluation_id AS "evaluationKey", ${STATE} AS state, i.at, i.failure,
    i.process_instance_id AS "processInstanceId", i.process_definition_id AS "processDefinitionKey", i.root_id AS "rootId",
    i.element_instance AS "elementInstance", i.definition_id AS "definitionKey",
    i.root_definition_id AS "rootDefinitionKey", d.definition_id AS "decisionId", d.name, d.version, ${TYPE} AS type,
    i.value, i.inputs, i.rules`,
  from: 'decision_instance i JOIN definition d ON d.id = i.definition_id',
  id: 'i.id',
  fields: {
    decisionEvaluationInstanceKey: text('i.key'),
    decisionEvaluationKey: key('i.evaluation_id'),
    state: choice(STATE, STATES, { evaluated: 'i.failure IS NULL', failed: 'i.failure IS NOT NULL' }),
    evaluationDate: time('i.at'),
    evaluationFailure: text('i.failure'),
    processDefinitionKey: key('i.process_definition_id'),
    processInstanceKey: key('i.process_instance_id'),
    rootProcessInstanceKey: {
      ...key('i.root_id'),
      oneOf: (list) =>
        `i.process_instance_id = ANY(ARRAY(SELECT id FROM process_instance WHERE root_id = ANY(${list}))) AND i.root_id = ANY(${list})`,
    },
    elementInstanceKey: elementInstance('i.process_instance_id', 'i.element_instance'),
    decisionDefinitionKey: key('i.definition_id'),
    decisionDefinitionId: text('d.definition_id'),
    decisionDefinitionName: text('coalesce(d.name, d.definition_id)'),
    decisionDefinitionVersion: integer('d.version'),
    decisionDefinitionType: choice(TYPE, TYPES, {
      literal: `i.inputs = '[]' AND i.rules = '[]'`,
      table: `NOT (i.inputs = '[]' AND i.rules = '[]')`,
    }),
    rootDecisionDefinitionKey: key('i.root_definition_id'),
    decisionRequirementsKey: {
      ...key(GRAPH),
      oneOf: (list) => `i.definition_id = ANY(ARRAY(SELECT c.id FROM definition c JOIN definition g
        ON g.checksum = c.checksum WHERE g.id = ANY(${list}) AND c.kind = 'decision')) AND ${GRAPH} = ANY(${list})`,
    },
    tenantId: tenant,
  },
  view: listed,
};

/** The same with what tables looked at and said. */
export const decisionInstanceDetails: Source<Row, object> = {
  ...decisionInstances,
  view: (row) => ({ ...listed(row), evaluatedInputs: inputsView(row.inputs), matchedRules: rulesView(row.rules) }),
};

export function inputsView(inputs: readonly EvaluatedCell[]) {
  return inputs.map(({ id, name, value }) => ({ inputId: id, inputName: name, inputValue: JSON.stringify(value) }));
}

export function rulesView(rules: EvaluatedDecision['rules']) {
  return rules.map((rule) => ({
    ruleId: rule.id ?? String(rule.number),
    ruleIndex: rule.number,
    evaluatedOutputs: rule.outputs.map(({ id, name, value }) => ({
      outputId: id,
      outputName: name,
      outputValue: JSON.stringify(value),
      ruleId: rule.id ?? String(rule.number),
      ruleIndex: rule.number,
    })),
  }));
}
