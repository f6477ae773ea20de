import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');
const codeLike = /^[a-z]+(-[a-z]+)*$/;

/** Incident codes: what `Trouble` is made of, and what an element asks to raise. */
export function incidentCodes(): Set<string> {
  return collect(['engine/'], (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Trouble') return literals(node.arguments?.[0]);
    return isRaise(node) ? literals(codeProperty(paramsOf(node))) : [];
  });
}

/** Rejection codes: of the engine's commands, and of the services around them. */
export function rejectionCodes(): Set<string> {
  const ofEngine = collect(['engine/commands/', 'engine/step.ts', 'engine/migrate.ts'], (node) => [
    ...(ts.isObjectLiteralExpression(node) ? literals(codeProperty(node)) : []),
    ...(ts.isVariableDeclaration(node) && node.name.getText() === 'code' ? literals(node.initializer) : []),
  ]);
  const ofServices = collect(['src/workflow/'], (node) => literals(argument(node, ['rejected'], 0)));
  return new Set([...ofEngine, ...ofServices]);
}

/** Codes that checking a procedure's folder gives, beside those of its models. */
export function procedureCodes(): Set<string> {
  return collect(['src/procedures/', 'src/forms/'], (node) => [
    ...literals(argument(node, ['error', 'warning'], 1)),
    ...literals(argument(node, ['say', 'warn', 'complain'], 0)),
    ...(ts.isObjectLiteralExpression(node) && hasMessage(node) ? literals(codeProperty(node)) : []),
  ]);
}

/** Codes of cases that could not be played. */
export function caseCodes(): Set<string> {
  return collect(['src/cli/'], (node) => literals(argument(node, ['problem'], 0)));
}

function collect(places: readonly string[], find: (node: ts.Node) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    for (const code of find(node)) if (codeLike.test(code)) found.add(code);
    ts.forEachChild(node, visit);
  };
  for (const file of places.flatMap(filesAt)) {
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return found;
}

function filesAt(place: string): string[] {
  if (!place.endsWith('/')) return [join(root, place)];
  return readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('spec.ts'))
    .map((name) => join(root, place, name));
}

/** The texts that an expression may be. */
function literals(expression: ts.Expression | undefined): string[] {
  if (!expression) return [];
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (!ts.isConditionalExpression(expression)) return [];
  return [...literals(expression.whenTrue), ...literals(expression.whenFalse)];
}

function argument(node: ts.Node, names: readonly string[], index: number): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  return names.includes(name) ? node.arguments[index] : undefined;
}

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = node.properties.find((one) => one.name?.getText() === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function codeProperty(node: ts.Expression | undefined): ts.Expression | undefined {
  return node && ts.isObjectLiteralExpression(node) ? property(node, 'code') : undefined;
}

function hasMessage(node: ts.ObjectLiteralExpression): boolean {
  return node.properties.some((one) => one.name?.getText() === 'message');
}

function isRaise(node: ts.Node): node is ts.ObjectLiteralExpression {
  return ts.isObjectLiteralExpression(node) && literals(property(node, 'type')).includes('raise-incident');
}

function paramsOf(node: ts.ObjectLiteralExpression): ts.Expression | undefined {
  return property(node, 'params');
}
