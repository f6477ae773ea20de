import { type FeelContext, type FeelValue } from '../../expressions/expression.js';
import { compileUnaryTests, type UnaryTests } from '../../expressions/compile-unary-tests.js';
import { type BoxedExpression, type Evaluable, type LogicReader, type Run } from '../boxed-expression.js';
import { DecisionFailure, within } from '../decision-failure.js';
import { all, attribute, type DmnElement, one } from '../dmn-element.js';
import { hitPolicies, type Match } from '../hit-policies.js';
import { type ItemType } from '../item-types.js';
import { evaluable } from './literal-expression.js';

/** Rules of input tests and outputs (DMN 1.3, 8). */
export const decisionTable: BoxedExpression = {
  compile(element, reader) {
    const inputs = all(element, 'input').map((input, index) => readInput(input, index, reader));
    const outputs = all(element, 'output').map((output, index, { length }) =>
      readOutput(output, index, length, reader),
    );
    const rules = all(element, 'rule').map((rule, index) => readRule(rule, index + 1, inputs, outputs, reader));
    const policyName = [attribute(element, 'hitPolicy') ?? 'UNIQUE', attribute(element, 'aggregation')]
      .join(' ')
      .trim();
    const policy = hitPolicies[policyName];
    if (!policy) {
      reader.report('decision-hit-policy-unknown', element, { policy: policyName });
      return () => null;
    }
    if (policy.aggregates && outputs.length !== 1)
      reader.report('decision-aggregation-ambiguous', element, { policy: policyName, count: outputs.length });
    if (policy.needsPriorities && outputs.some(({ values }) => !values))
      reader.report('decision-priorities-missing', element, { policy: policyName });

    return (context, run) => {
      const values = inputs.map((input) => input.evaluate(context, run));
      run.tested(inputs.map(({ id, name }, index) => ({ id, name, value: values[index] })));
      const matching: Rule[] = [];
      for (const rule of rules) {
        if (!rule.matches(values, context, run)) continue;
        matching.push(rule);
        if (policy.firstOnly) break;
      }
      const matches: Match[] = matching.map((rule) => {
        const said = rule.outputs(context, run);
        run.matched(
          rule.number,
          rule.id,
          outputs.map(({ id, name }, index) => ({ id, name, value: said[index] })),
        );
        return { rule: rule.number, outputs: said };
      });
      if (matches.length === 0 && outputs.some((output) => output.defaultValue)) {
        matches.push({ rule: 0, outputs: outputs.map((output) => output.defaultValue?.(context, run) ?? null) });
      }
      return policy.decide(matches, {
        names: outputs.map(({ name }) => name),
        priorities: outputs.map((output) => (output.values?.(context, run) as readonly FeelValue[] | undefined) ?? []),
      });
    };
  },
};

interface Input {
  readonly id: string;
  readonly name: string;
  evaluate(context: FeelContext, run: Run): FeelValue;
}

interface Output {
  readonly id: string;
  readonly name: string;
  readonly type: ItemType;
  readonly allowed?: UnaryTests;
  /** The listed output values, by falling priority. */
  readonly values?: Evaluable;
  readonly defaultValue?: Evaluable;
}

interface Rule {
  readonly number: number;
  readonly id: string | undefined;
  matches(values: readonly FeelValue[], context: FeelContext, run: Run): boolean;
  outputs(context: FeelContext, run: Run): FeelValue[];
}

function readInput(input: DmnElement, index: number, reader: LogicReader): Input {
  const expression = one(input, 'inputExpression');
  const text = expression?.text?.trim() ?? '';
  const name = attribute(input, 'label') ?? (text || `${index + 1}`);
  const type = reader.types.get(expression?.typeRef);
  const compiled = reader.expression(text, expression ?? input, `input "${name}"`);
  const evaluate = compiled ? evaluable(compiled) : () => null;
  const allowed = testsOf(one(input, 'inputValues'), `the values of input "${name}"`, reader);
  return {
    id: input.id ?? name,
    name,
    evaluate: (context, run) =>
      within(`input "${name}"`, () => accept(type.conform(evaluate(context, run)), allowed, context, run)),
  };
}

function readOutput(output: DmnElement, index: number, count: number, reader: LogicReader): Output {
  const name = output.name ?? attribute(output, 'label') ?? `${index + 1}`;
  if (count > 1 && !output.name) reader.report('decision-output-without-name', output, { count, number: index + 1 });
  const listed = one(output, 'outputValues');
  const allowed = testsOf(listed, `the values of output "${name}"`, reader);
  const values = allowed && reader.attempt(listed!, '', () => reader.expression(`[${listed!.text}]`, listed!, ''));
  const fallback = one(output, 'defaultOutputEntry');
  return {
    id: output.id ?? name,
    name,
    type: reader.types.get(output.typeRef),
    ...(allowed && { allowed }),
    ...(values && { values: evaluable(values) }),
    ...(fallback && { defaultValue: reader.logic(fallback) }),
  };
}

function readRule(
  rule: DmnElement,
  number: number,
  inputs: readonly Input[],
  outputs: readonly Output[],
  reader: LogicReader,
): Rule {
  const tests = all(rule, 'inputEntry').map((entry, index) =>
    testsOf(entry, `rule ${number}, input "${inputs[index]?.name ?? index + 1}"`, reader),
  );
  const results = all(rule, 'outputEntry').map((entry, index) => {
    const text = entry.text?.trim() ?? '';
    const compiled = reader.expression(
      text || 'null',
      entry,
      `rule ${number}, output "${outputs[index]?.name ?? index + 1}"`,
    );
    return compiled ? evaluable(compiled) : () => null;
  });
  if (tests.length !== inputs.length || results.length !== outputs.length)
    reader.report('decision-rule-uneven', rule, {
      number,
      wanted: `${inputs.length} + ${outputs.length}`,
      got: `${tests.length} + ${results.length}`,
    });
  return {
    number,
    id: rule.id,
    matches: (values, context, run) =>
      tests.every((test, index) => {
        if (!test) return true;
        const place = `rule ${number}, input "${inputs[index]?.name}"`;
        const { value, warnings, failure } = test.matches(values[index], context, run.now, run.seed);
        if (failure !== undefined) throw new DecisionFailure(`${place}: ${failure}`);
        warnings.forEach((sentence) => run.warn(`${place}: ${sentence}`));
        return value;
      }),
    outputs: (context, run) =>
      outputs.map(({ name, type, allowed }, index) =>
        within(`rule ${number}, output "${name}"`, () =>
          accept(type.conform(results[index]?.(context, run) ?? null), allowed, context, run),
        ),
      ),
  };
}

function testsOf(element: DmnElement | undefined, what: string, reader: LogicReader): UnaryTests | undefined {
  const text = element?.text?.trim() ?? '';
  if (!element || text === '' || text === '-') return undefined;
  return reader.attempt(element, what, () => compileUnaryTests(text, reader.names));
}

function accept(value: FeelValue, allowed: UnaryTests | undefined, context: FeelContext, run: Run): FeelValue {
  if (value === null || !allowed || allowed.matches(value, context, run.now, run.seed).value) return value;
  throw new DecisionFailure(`expected one of ${allowed.text}, but got ${JSON.stringify(value)}`);
}
