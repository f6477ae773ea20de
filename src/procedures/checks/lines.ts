import { extname } from 'node:path';
import type { ProcedureFolder } from '../folder.js';
import type { ProcedureFile } from '../material.js';
import type { ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { lineOf } from '../read-yaml.js';

/** Diagnostics with the line that each is about: by its path in a YAML file, its element in a model or form, else the first. */
export function withLines(diagnostics: readonly ProcedureDiagnostic[], folder: ProcedureFolder): ProcedureDiagnostic[] {
  const files = new Map(filesIn(folder).map((file) => [file.name, file.content]));
  return diagnostics.map(({ path, ...diagnostic }) => {
    const content = files.get(diagnostic.file);
    if (diagnostic.line !== undefined || content === undefined) return diagnostic;
    return { ...diagnostic, line: find(content, diagnostic, path) ?? 1 };
  });
}

function find(content: string, { file, element }: ProcedureDiagnostic, path?: readonly string[]): number | undefined {
  if (path) return lineOf(content, path);
  if (element === undefined) return undefined;
  const name = JSON.stringify(element);
  const written = extname(file) === '.form' ? [`"key": ${name}`, `"id": ${name}`] : [`id=${name}`];
  const at = written.map((text) => content.indexOf(text)).find((index) => index >= 0);
  return at === undefined ? undefined : content.slice(0, at).split('\n').length;
}

function filesIn(folder: ProcedureFolder): ProcedureFile[] {
  const { facts, process, forms, decisions, texts, messages, documents, scenarios } = folder;
  const alone = [facts, process].filter((file) => file !== undefined);
  return [...alone, ...forms, ...decisions, ...texts, ...messages, ...documents, ...scenarios];
}
