import { type ProcessDefinition, read, validate } from '#engine';
import type { KnownBlocks } from './blocks/called-blocks.js';
import { checkBlock } from './blocks/check-block.js';
import { checkBlockCalls } from './blocks/check-block-calls.js';
import { Block } from './blocks/block.js';
import type { Checked } from './checks/checked.js';
import { checkDataFlow } from './checks/data-flow.js';
import { checkOpinions } from './checks/opinions.js';
import { checkPersonalData } from './checks/personal-data.js';
import { checkProcessRules } from './checks/process-rules.js';
import { checkProperties } from './checks/properties.js';
import { checkReferences } from './checks/references.js';
import { checkErrors } from './checks/errors.js';
import { withLines } from './checks/lines.js';
import { checkTemplates } from './checks/templates.js';
import { checkTexts } from './checks/texts.js';
import type { ProcedureFolder } from './folder.js';
import { checkLegalClocks } from './legal-clocks/check-legal-clocks.js';
import { Findings, type ProcedureDiagnostic } from './procedure-diagnostic.js';
import { readMaterial } from './read-material.js';

/** Everything that can be found wrong in the folder of a procedure or block without running it. Needs no service. */
export async function checkProcedure(path: string, known?: KnownBlocks): Promise<ProcedureDiagnostic[]> {
  const { folder, outline, material, blocks, diagnostics } = readMaterial(path, known);
  const findings = new Findings();
  findings.all.push(...diagnostics);
  const process = await checkModel(folder, findings);
  if (material) {
    const { forms, texts } = material.own;
    const about =
      material instanceof Block
        ? { facts: { parameters: material.facts.parameters ?? {} }, block: material.facts }
        : { facts: material.facts };
    const checked: Checked = { folder, outline, ...about, blocks, forms, texts, allTexts: material.texts, findings };
    checkReferences(checked);
    checkProperties(checked);
    checkOpinions(checked);
    if (process) checkErrors(checked, process);
    await checkProcessRules(checked);
    checkLegalClocks(checked);
    checkTexts(checked);
    checkTemplates(checked);
    checkPersonalData(checked);
    if (material instanceof Block) checkBlock(checked, material, process);
    if (process) checkBlockCalls(checked, process);
    if (process) checkDataFlow(checked, process);
  }
  return withLines(findings.all, folder).sort(
    (one, other) => one.file.localeCompare(other.file) || (one.line ?? 0) - (other.line ?? 0),
  );
}

/** The process, when it is sound enough to be followed. */
async function checkModel({ process }: ProcedureFolder, findings: Findings): Promise<ProcessDefinition | undefined> {
  if (!process) return undefined;
  const { model, diagnostics } = await read(process.content);
  const problems = model ? [...diagnostics, ...validate(model)] : diagnostics;
  findings.take(process.name, problems);
  return problems.some(({ severity }) => severity === 'error') ? undefined : model?.processes[0];
}
