import { read } from '#engine';
import { readDecisionOutlines } from '../data-flow/decision-outline.js';
import { nameOf } from '../folder.js';
import { Findings, type ProcedureDiagnostic } from '../procedure-diagnostic.js';
import { Block } from '../blocks/block.js';
import { readMaterial } from '../read-material.js';
import { readYaml, Schema } from '../read-yaml.js';
import { type Coverage, coverageOf, type Reached } from './coverage.js';
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
  const { folder, outline, material, diagnostics } = readMaterial(path);
  const findings = new Findings();
  findings.all.push(...diagnostics);
  const results: ScenarioResult[] = [];
  const plays: Reached[] = [];
  for (const file of folder.scenarios) {
    const scenario = readYaml(file.name, file.content, schema, findings);
    if (!scenario || !material) continue;
    const needed = material instanceof Block ? 'given' : 'answers';
    if (!scenario[needed]) {
      findings.error(file.name, 'schema', `Expected "${needed}", but it is missing.`);
      continue;
    }
    const play = await playScenario(material, scenario);
    const { failures } = play;
    results.push({ name: nameOf(file), title: scenario.title, passed: failures.length === 0, failures });
    plays.push({ ...play, log: play.log.filter(({ instance }) => instance === play.log[0]?.instance) });
  }
  const passed = !findings.hasErrors && results.every((result) => result.passed);
  const [process] = (await read(folder.process?.content ?? '')).model?.processes ?? [];
  const decisions = folder.decisions.flatMap(({ name, content }) => readDecisionOutlines(name, content));
  const reachable = { outline, ...(process && { process }), decisions, forms: material?.own.forms.values() ?? [] };
  return { results, coverage: coverageOf(reachable, plays), diagnostics: findings.all, passed };
}
