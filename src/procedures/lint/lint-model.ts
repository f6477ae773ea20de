import { definitionsOf } from '#engine';
import { processesIn } from './bpmnlint-plugin.js';
import type { Element } from './element.js';
import { rules } from './rules.js';

/** What a rule found. */
export interface LintFinding {
  /** Name of the rule. */
  readonly rule: string;
  readonly code: string;
  readonly message: string;
  readonly element?: string;
}

/** What the commune's rules say of a BPMN text; nothing when it cannot be read. */
export async function lintModel(xml: string): Promise<LintFinding[]> {
  const definitions = (await definitionsOf(xml)) as Element | undefined;
  if (!definitions) return [];
  const found: LintFinding[] = [];
  for (const drawn of processesIn(definitions))
    for (const [name, rule] of Object.entries(rules))
      rule.check(drawn, (code, message, { id }) =>
        found.push({ rule: name, code, message, ...(id !== undefined && { element: id }) }),
      );
  return found;
}
