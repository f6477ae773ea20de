import { atLevel, diagnostic, type DiagnosticCode } from './diagnostics.js';
import { loopProblems } from './elements/activities/loop.js';
import { elements } from './elements/index.js';
import { compileExpression } from './expressions/compile-expression.js';
import { isExpression } from './expressions/expression.js';
import type { Diagnostic, Level } from './model/diagnostic.js';
import type { FlowNode, Model, ScopeNode } from './model/process-definition.js';
import { textProblems } from './rules/texts.js';
import { scopeRules } from './rules/scope-rules.js';

/**
 * What must be right before a model may run: the rules of each element and those of the whole. Only a model without errors
 * at the level `executable` may be compiled.
 */
export function validate(model: Model, { level = 'executable' }: { readonly level?: Level } = {}): Diagnostic[] {
  const found = model.processes.flatMap((process) => validateNode(model, process));
  return atLevel(level, found.sort(byPlace));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function validateNode(model: Model, node: FlowNode): Diagnostic[] {
  const report = (code: string, detail: { readonly [name: string]: string } = {}, id = node.id) =>
    diagnostic(
      code as DiagnosticCode,
      { name: node.name ?? node.id, ...detail },
      { element: id, ...model.places.get(id) },
    );
  const element = elements[node.type];
  const problems = [...(element?.validate?.(node) ?? []), ...loopProblems(node), ...textProblems(node)];
  const texts = [
    ...(element?.expressions?.(node) ?? []),
    ...[...node.inputs, ...node.outputs].map(({ source }) => source),
    ...node.outgoing.map(({ condition }) => condition),
    ...Object.values(node.loop ?? {}).filter((value) => typeof value === 'string'),
  ];
  return [
    ...problems.map(({ code, detail }) => report(code, detail)),
    ...texts.flatMap((text) => {
      const problem = syntaxProblem(text);
      return problem === undefined ? [] : [report('expression-invalid', { problem })];
    }),
    ...(isScope(node) ? scopeRules : []).flatMap((rule) =>
      rule(node as ScopeNode).map(({ at: { id, name = id }, code, detail }) => report(code, { name, ...detail }, id)),
    ),
    ...((node as Partial<ScopeNode>).scope?.nodes ?? []).flatMap((inner) => validateNode(model, inner)),
  ];
}

function isScope(node: FlowNode): node is ScopeNode {
  return 'scope' in node;
}

function syntaxProblem(text: string | undefined): string | undefined {
  if (!isExpression(text)) return undefined;
  try {
    compileExpression(text);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return message.charAt(0).toLowerCase() + message.slice(1);
  }
}
