import { type ProcessDefinition, read, validate } from '#engine';
import type { Checked } from './checks/checked.js';
import { checkDataFlow } from './checks/data-flow.js';
import { checkProcessRules } from './checks/process-rules.js';
import { checkReferences } from './checks/references.js';
import { checkTemplates } from './checks/templates.js';
import { checkTexts } from './checks/texts.js';
import type { ProcedureFolder } from './folder.js';
import { Findings, type ProcedureDiagnostic } from './procedure-diagnostic.js';
import { readProcedure } from './read-procedure.js';

/** Everything that can be found wrong in a procedure's folder without running it. Needs no service. */
export async function checkProcedure(path: string): Promise<ProcedureDiagnostic[]> {
  const { folder, outline, procedure, diagnostics } = readProcedure(path);
  const findings = new Findings();
  findings.all.push(...diagnostics);
  const process = await checkModel(folder, findings);
  if (procedure) {
    const { facts, forms, texts } = procedure;
    const checked: Checked = { folder, outline, facts, forms, texts, findings };
    checkReferences(checked);
    await checkProcessRules(checked);
    checkTexts(checked);
    checkTemplates(checked);
    if (process) checkDataFlow(checked, process);
  }
  return findings.all.sort((one, other) => one.file.localeCompare(other.file) || (one.line ?? 0) - (other.line ?? 0));
}

/** The process, when it is sound enough to be followed. */
async function checkModel({ process }: ProcedureFolder, findings: Findings): Promise<ProcessDefinition | undefined> {
  if (!process) return undefined;
  const { model, diagnostics } = await read(process.content);
  const problems = model ? [...diagnostics, ...validate(model)] : diagnostics;
  findings.take(process.name, problems);
  return problems.some(({ severity }) => severity === 'error') ? undefined : model?.processes[0];
}
