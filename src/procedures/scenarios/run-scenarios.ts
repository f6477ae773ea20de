import { nameOf } from '../folder.js';
import { Findings, type ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { readProcedure } from '../read-procedure.js';
import { readYaml, Schema } from '../read-yaml.js';
import { type Coverage, coverageOf } from './coverage.js';
import { playScenario } from './play-scenario.js';
import { type Scenario, scenarioSchema } from './scenario.js';

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly passed: boolean;
  /** Sentences. */
  readonly failures: readonly string[];
}

export interface ScenariosReport {
  readonly results: readonly ScenarioResult[];
  readonly coverage: Coverage;
  /** What kept scenarios, or all of them, from being played. */
  readonly diagnostics: readonly ProcedureDiagnostic[];
  readonly passed: boolean;
}

const schema = new Schema<Scenario>(scenarioSchema);

/** Plays every scenario of a procedure's folder in memory. */
export async function runScenarios(path: string): Promise<ScenariosReport> {
  const { folder, outline, procedure, diagnostics } = readProcedure(path);
  const findings = new Findings();
  findings.all.push(...diagnostics);
  const results: ScenarioResult[] = [];
  const logs = [];
  for (const file of folder.scenarios) {
    const scenario = readYaml(file.name, file.content, schema, findings);
    if (!scenario || !procedure) continue;
    const { failures, log } = await playScenario(procedure, outline, scenario);
    results.push({ name: nameOf(file), title: scenario.title, passed: failures.length === 0, failures });
    logs.push(log);
  }
  const passed = !findings.hasErrors && results.every((result) => result.passed);
  return { results, coverage: coverageOf(outline, logs), diagnostics: findings.all, passed };
}
