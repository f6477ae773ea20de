import { diagnostic } from './diagnostics.js';
import { children, extension, text, type Xml } from './elements/xml.js';
import type { Diagnostic } from './model/diagnostic.js';
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

/** BPMN XML -> model. Nothing that the text contains makes it throw. */
export async function read(xml: string | Uint8Array): Promise<ReadResult> {
  const content = typeof xml === 'string' ? xml : decode(xml);
  if (typeof content !== 'string') return { diagnostics: [diagnostic('xml-encoding', content)] };
  const { definitions, places, diagnostics } = await parse(content.replace(/^\uFEFF/, ''));
  if (!definitions) return { diagnostics };
  const reading: Reading = { places, diagnostics: [...diagnostics] };
  const processes = children(definitions, 'rootElements')
    .filter(({ $type, isExecutable }) => $type === 'bpmn:Process' && isExecutable === true)
    .map((process) => readProcess(process, reading));
  if (processes.length === 0) reading.diagnostics.push(diagnostic('process-missing'));
  const globalTasks = children(definitions, 'rootElements')
    .flatMap((element) => processOfGlobalTask(element) ?? [])
    .map((process) => readProcess(process, reading));
  return { model: { processes: [...processes, ...globalTasks], places }, diagnostics: reading.diagnostics };
}

function readProcess(xml: Xml, reading: Reading): ProcessDefinition {
  const versionTag = text(extension(xml, 'zeebe:VersionTag'), 'value');
  return {
    ...readNode(xml, reading),
    scope: readScope(xml, reading),
    triggeredByEvent: false,
    isExecutable: true,
    ...(versionTag !== undefined && { versionTag }),
  };
}
