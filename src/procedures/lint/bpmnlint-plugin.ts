import { DrawnProcess } from './drawn-process.js';
import { type Element, many } from './element.js';
import { rules } from './rules.js';

/** What bpmnlint gives a rule to report with. */
interface Reporter {
  report(id: string, message: string, more?: object): void;
}

interface BpmnlintRule {
  check(node: Element, reporter: Reporter): void;
}

/** A rule as bpmnlint asks for it; the code of the finding stands in the report. */
export function bpmnlintRule(name: string): () => BpmnlintRule {
  const rule = rules[name];
  if (!rule) throw new Error(`Expected one of ${Object.keys(rules).join(', ')}, but got "${name}".`);
  return () => ({
    check(node, reporter) {
      if (node.$type !== 'bpmn:Definitions') return;
      for (const drawn of processesIn(node))
        rule.check(drawn, (code, message, element) => reporter.report(element.id ?? '', message, { code }));
    },
  });
}

/** Every process of a file that has something in it. */
export function processesIn(definitions: Element): DrawnProcess[] {
  const processes = many(definitions, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process');
  return processes
    .filter((process) => many(process, 'flowElements').length > 0)
    .map((process) => new DrawnProcess(process, definitions));
}

/** `plugin:commune/recommended`: every rule, as advice. */
export const recommended = {
  rules: Object.fromEntries(Object.keys(rules).map((name) => [name, 'warn'])),
};
