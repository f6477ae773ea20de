import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Share } from '../procedures/scenarios/coverage.js';
import type { ScenariosReport } from '../procedures/scenarios/run-scenarios.js';
import { type Command, type ExitCode, type Terminal, UsageError } from './command.js';
import { printDiagnostics } from './diagnostics.js';
import { type CoveredProcedure, coveragePage, kinds } from './report/coverage-page.js';
import { find } from './targets.js';

const MOST_NAMED = 5;

/** Plays the scenarios of procedures in memory; fails when one does, or when a procedure has none. */
export const test: Command = {
  options: { json: { type: 'boolean' }, suggest: { type: 'boolean' }, report: { type: 'string' } },
  async execute({ positionals, values }, terminal) {
    if (positionals.length === 0) throw new UsageError('Expected the folder of a procedure.');
    const folders = positionals.flatMap(proceduresIn);
    if (values['suggest']) return suggest(folders, values['json'] === true, terminal);
    const { runScenarios } = await import('../procedures/scenarios/run-scenarios.js');
    const reports: CoveredProcedure[] = [];
    for (const folder of folders) {
      const report = await runScenarios(folder);
      reports.push({ folder, ...report });
      printDiagnostics(
        report.diagnostics.map((diagnostic) => ({ ...diagnostic, file: join(folder, diagnostic.file) })),
        terminal,
      );
      if (!values['json']) inWords(folder, report, terminal);
    }
    if (values['json']) terminal.stdout.write(`${JSON.stringify({ procedures: reports })}\n`);
    if (typeof values['report'] === 'string') {
      writeFileSync(values['report'], coveragePage(reports.map(withModel)));
      terminal.stderr.write(`Report: ${values['report']}\n`);
    }
    return reports.every(({ passed, results }) => passed && results.length > 0) ? 0 : 1;
  },
};

/** Prints a scenario to finish for each flow and way that none takes. */
async function suggest(folders: readonly string[], asJson: boolean, { stdout, stderr }: Terminal): Promise<ExitCode> {
  const { suggestScenarios } = await import('../procedures/scenarios/suggest.js');
  const procedures = [];
  for (const folder of folders) procedures.push({ folder, suggestions: await suggestScenarios(folder) });
  if (asJson) stdout.write(`${JSON.stringify({ procedures })}\n`);
  else
    for (const { folder, suggestions } of procedures)
      for (const { name, scenario } of suggestions)
        stdout.write(`# ${folder}/scenarios/${name}.yaml\n${stringify(scenario)}---\n`);
  if (procedures.every(({ suggestions }) => suggestions.length === 0))
    stderr.write('The scenarios go every way: there is nothing to suggest.\n');
  return 0;
}

/** Any folder stands for the procedures in it. */
function proceduresIn(path: string): readonly string[] {
  const { procedures } = find(path);
  if (procedures.length === 0) throw new UsageError(`Expected a procedure.yaml in "${path}", but there is none.`);
  return procedures;
}

function withModel(report: CoveredProcedure): CoveredProcedure {
  const model = join(report.folder, 'process.bpmn');
  return existsSync(model) ? { ...report, xml: readFileSync(model, 'utf8') } : report;
}

function inWords(folder: string, { results, coverage }: ScenariosReport, { stdout }: Terminal): void {
  stdout.write(`${folder}\n`);
  for (const { name, title, passed, failures } of results) {
    stdout.write(`  ${passed ? 'ok    ' : 'FAILED'} ${name}: ${title}\n`);
    for (const failure of failures) stdout.write(`         ${failure}\n`);
  }
  if (results.length === 0) stdout.write('  no scenarios\n');
  for (const kind of kinds) stdout.write(`  ${kind} ${share(coverage[kind])}\n`);
}

/** The first few that are missing; `--json` and `--report` have them all. */
function share({ total, covered, missing }: Share): string {
  if (missing.length === 0) return `${covered} of ${total}`;
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
  return `${covered} of ${total}, without ${missing.slice(0, MOST_NAMED).join(', ')}${more}`;
}
