import { diagnostic, type DiagnosticCode } from './diagnostics.js';
import { loopProblems } from './elements/activities/loop.js';
import { elements } from './elements/index.js';
import { compileExpression } from './expressions/compile-expression.js';
import { isExpression } from './expressions/expression.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { FlowNode, Model, ScopeNode } from './model/process-definition.js';
import { structureProblems } from './structure.js';

/** What must be right before a model may run: the rules of each element and those of the whole. */
export function validate(model: Model): Diagnostic[] {
  return model.processes.flatMap((process) => validateNode(model, process));
}

function validateNode(model: Model, node: FlowNode): Diagnostic[] {
  const report = (code: string, detail: { readonly [name: string]: string } = {}, id = node.id) =>
    diagnostic(
      code as DiagnosticCode,
      { name: node.name ?? node.id, ...detail },
      { element: id, ...model.places.get(id) },
    );
  const element = elements[node.type];
  const problems = [...(element?.validate?.(node) ?? []), ...loopProblems(node)];
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
    ...(isScope(node) ? structureProblems(model, node) : []),
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
