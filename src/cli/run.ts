import { playBatch } from './batch.js';
import { type Command, UsageError } from './command.js';
import { printDiagnostics } from './diagnostics.js';
import { asVariables, readBytes, readJson, readModel } from './input.js';
import { playCase, type Result } from './play-case.js';
import type { Step } from './script.js';

/** Plays one case, or with `--batch` one per line of stdin. */
export const run: Command = {
  options: {
    variables: { type: 'string' },
    script: { type: 'string' },
    process: { type: 'string' },
    'auto-timers': { type: 'boolean' },
    'no-auto-jobs': { type: 'boolean' },
    batch: { type: 'boolean' },
    interactive: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async execute({ positionals, values }, terminal) {
    if (values['batch']) {
      if (positionals.length > 0) throw new UsageError('Expected no file with --batch: cases come on stdin.');
      return playBatch(terminal);
    }
    if (positionals.length === 0) throw new UsageError('Expected a BPMN file.');
    const variables = asVariables(read(values['variables'], '--variables'), '--variables');
    if (values['interactive']) {
      const { playInteractively } = await import('./interactive.js');
      const process = typeof values['process'] === 'string' ? { process: values['process'] } : {};
      const given = { xmls: positionals.flatMap(readModel), variables, autoJobs: !values['no-auto-jobs'], ...process };
      return playInteractively(given, terminal);
    }
    const result = await playCase({
      xmls: positionals.flatMap(readModel),
      variables,
      script: readScript(values['script']),
      autoJobs: !values['no-auto-jobs'],
      autoTimers: values['auto-timers'] === true,
      ...(typeof values['process'] === 'string' && { process: values['process'] }),
    });
    printDiagnostics(result.diagnostics, terminal);
    terminal.stdout.write(values['json'] ? `${JSON.stringify(result)}\n` : inWords(result));
    const failed = result.status === 'rejected' || result.status === 'incident' || result.diagnostics.some(isTrouble);
    return failed ? 1 : 0;
  },
};

function read(text: string | boolean | undefined, what: string): unknown {
  return typeof text === 'string' ? readJson(text, what) : undefined;
}

function readScript(path: string | boolean | undefined): readonly Step[] {
  if (typeof path !== 'string') return [];
  const steps = readJson(new TextDecoder().decode(readBytes(path)), path);
  if (!Array.isArray(steps)) throw new UsageError(`Expected a list of steps in ${path}.`);
  return steps as Step[];
}

function isTrouble({ severity }: { severity: string }): boolean {
  return severity === 'error';
}

function inWords({ status, log, jobs, userTasks, timers, subscriptions, incidents, variables }: Result): string {
  const lines = log.map(({ at, instance, element, type, event, name }) =>
    [at, instance, event.padEnd(10), type, element, name && `"${name.replace(/\s+/g, ' ')}"`].filter(Boolean).join(' '),
  );
  lines.push('', `status: ${status}`);
  for (const { element, name } of userTasks) lines.push(`waits for user task ${element} "${name}"`);
  for (const { element, type } of jobs) lines.push(`waits for job ${type} of ${element}`);
  for (const { element, dueAt } of timers) lines.push(`waits until ${dueAt} at ${element}`);
  for (const { element, type, name } of subscriptions) lines.push(`waits for ${type} "${name}" at ${element}`);
  for (const { element, code, message } of incidents) lines.push(`incident ${code} at ${element}: ${message}`);
  lines.push(`variables: ${JSON.stringify(variables)}`);
  return `${lines.join('\n')}\n`;
}
