import { atLevel, diagnostic } from './diagnostics.js';
import { children, extension, text, type Xml } from './elements/xml.js';
import type { Diagnostic, Level } from './model/diagnostic.js';
import type { Model, ProcessDefinition } from './model/process-definition.js';
import { processOfGlobalTask } from './xml/global-task.js';
import { readScope } from './xml/read-scope.js';
import type { Reading } from './xml/reading.js';
import { decode } from './xml/decode.js';
import { parse } from './xml/parse.js';
import { readNode } from './xml/read-node.js';

export interface ReadResult {
  /** Absent when the text is not BPMN at all. */
  readonly model?: Model;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * BPMN XML -> model. Nothing that the text contains makes it throw. At the level `interchange` it reads processes that are
 * not executable, too, and of what keeps a model from running it only warns.
 */
export async function read(
  xml: string | Uint8Array,
  { level = 'executable' }: { readonly level?: Level } = {},
): Promise<ReadResult> {
  const content = typeof xml === 'string' ? xml : decode(xml);
  if (typeof content !== 'string') return { diagnostics: [diagnostic('xml-encoding', content)] };
  const { definitions, places, diagnostics } = await parse(content.replace(/^\uFEFF/, ''));
  if (!definitions) return { diagnostics: atLevel(level, diagnostics) };
  const reading: Reading = { places, diagnostics: [...diagnostics], unnamed: 0 };
  const roots = children(definitions, 'rootElements');
  const all = roots.filter(({ $type }) => $type === 'bpmn:Process');
  const executable = all.filter(({ isExecutable }) => isExecutable === true);
  if (executable.length === 0) reading.diagnostics.push(diagnostic('process-missing'));
  const globalTasks = roots.flatMap((element) => processOfGlobalTask(element) ?? []);
  const processes = [...(level === 'interchange' ? all : executable), ...globalTasks].map((process) =>
    readProcess(process, reading),
  );
  return { model: { processes, places }, diagnostics: atLevel(level, reading.diagnostics) };
}

function readProcess(xml: Xml, reading: Reading): ProcessDefinition {
  const versionTag = text(extension(xml, 'zeebe:VersionTag'), 'value');
  return {
    ...readNode(xml, reading),
    scope: readScope(xml, reading),
    triggeredByEvent: false,
    isExecutable: xml.isExecutable === true,
    ...(versionTag !== undefined && { versionTag }),
  };
}
