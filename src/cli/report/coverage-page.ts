import type { Coverage, Share } from '../../procedures/scenarios/coverage.js';
import type { ScenariosReport } from '../../procedures/scenarios/run-scenarios.js';
import { diagramHtml, type Mark } from './diagram.js';
import { escape, list, table } from './html.js';
import { pageOf } from './page.js';

/** The scenarios of one procedure, and its model. */
export interface CoveredProcedure extends ScenariosReport {
  readonly folder: string;
  readonly xml?: string;
}

/** What coverage counts, in the order in which it is told. */
export const kinds = ['nodes', 'flows', 'paths', 'rules', 'forms'] as const;

const words: { readonly [Kind in (typeof kinds)[number]]: string } = {
  nodes: 'Nodes',
  flows: 'Flows',
  paths: 'Paths without loops',
  rules: 'Rules of decisions',
  forms: 'Branches of forms',
};

/** The page of `beffroi test --report`: which scenarios passed, and what they walked through. */
export function coveragePage(procedures: readonly CoveredProcedure[]): string {
  return pageOf('Scenarios and what they cover', procedures.map(sectionOf).join('\n'));
}

function sectionOf({ folder, results, coverage, xml, diagnostics }: CoveredProcedure, index: number): string {
  const name = escape(folder);
  const scenarios = results.map(({ name: scenario, title, passed, failures }) => [
    escape(title),
    `<code>${escape(scenario)}</code>`,
    passed ? '<span class="good">passed</span>' : `<span class="bad">failed</span>${list(failures.map(escape))}`,
  ]);
  const shares = kinds.map((kind) => [words[kind], String(coverage[kind].total), percent(coverage[kind])]);
  const model =
    xml === undefined
      ? ''
      : diagramHtml({
          id: `model-${index}`,
          title: `Model of ${folder}: how often each element was reached`,
          xml,
          marks: marksOf(coverage),
        });
  return `<h2>${name}</h2>
${list(diagnostics.map(({ file, line, message }) => `<span class="bad">${escape([file, line].filter(Boolean).join(':'))}</span> ${escape(message)}`))}
${table(['What', 'There are', 'Reached'], shares)}
${model}
<h3>Scenarios</h3>
${scenarios.length === 0 ? '<p class="bad">There are none.</p>' : table(['Scenario', 'File', 'Result'], scenarios)}
<h3>Not reached</h3>
${kinds.map((kind) => missingOf(words[kind], coverage[kind])).join('\n')}`;
}

function missingOf(what: string, { missing }: Share): string {
  if (missing.length === 0) return `<p>${what}: all were reached.</p>`;
  return `<details${missing.length <= 10 ? ' open' : ''}><summary>${what}: ${missing.length}</summary>${list(missing.map((one) => `<code>${escape(one)}</code>`))}</details>`;
}

function percent({ covered, total }: Share): string {
  if (total === 0) return 'none to reach';
  const rounded = Math.floor((100 * covered) / total);
  return `<span class="${covered === total ? 'good' : 'bad'}">${covered} (${rounded} %)</span>`;
}

function marksOf({ nodes, flows, visits }: Coverage): { [element: string]: Mark } {
  const marks: { [element: string]: Mark } = {};
  for (const [id, count] of Object.entries(visits)) marks[id] = { kind: 'reached', note: `${count}×` };
  for (const id of [...nodes.missing, ...flows.missing]) marks[id] = { kind: 'missed', note: 'never' };
  return marks;
}
