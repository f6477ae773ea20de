import type { SimulatedJob, WorkResult } from '#engine';
import type { Lang } from '../../forms/lang.js';
import { jobContracts } from '../job-contracts.js';
import type { Material } from '../material.js';
import { renderDocument, renderMessage } from '../render-template.js';
import type { Scenario, WorkerAnswer } from './scenario.js';

/** The workers of a scenario: templates are rendered as the service would, what is outside answers as the scenario says. */
export class ScenarioWorkers {
  /** Templates, in order. */
  readonly messages: string[] = [];
  readonly documents: string[] = [];
  private readonly asked = new Map<string, number>();

  constructor(
    private readonly material: Material,
    private readonly scenario: Scenario,
    private readonly now: () => number,
  ) {}

  work(job: SimulatedJob): WorkResult {
    const { type, headers, variables } = job;
    const template = headers['template'] ?? '';
    const lang: Lang = this.scenario.language ?? 'fr';
    try {
      const said = this.said(job);
      if (said) return said;
      if (jobContracts[type]?.template === 'messages' && isWrittenTo(job)) {
        renderMessage(this.material, template, lang, variables, 'https://portal.example.org');
        this.messages.push(template);
      }
      if (jobContracts[type]?.template === 'documents') {
        const given = { ...variables, ...jobContracts[type].sample };
        renderDocument(this.material, template, 'fr', { ...given, issuedAt: new Date(this.now()).toISOString() });
        this.documents.push(template);
        return { complete: { document: { id: '1', number: `TEST/${this.documents.length}` } } };
      }
      return { complete: { ...jobContracts[type]?.simulated } };
    } catch (error) {
      return { fail: (error as Error).message };
    }
  }

  /** What the scenario lets this worker answer, if it says so. */
  private said({ element, type }: SimulatedJob): WorkResult | undefined {
    const { workers = {} } = this.scenario;
    const name = [element, type].find((one) => workers[one]);
    const answers = workers[name ?? ''] ?? [];
    const count = this.asked.get(name ?? '') ?? 0;
    const answer = answers[Math.min(count, answers.length - 1)];
    if (name === undefined || !answer) return undefined;
    this.asked.set(name, count + 1);
    return resultOf(answer);
  }
}

/** Who is asked for an opinion gets an e-mail only with an address; a second person has one. */
function isWrittenTo({ type, variables }: SimulatedJob): boolean {
  const { opinionsConseiller: adviser } = variables as { opinionsConseiller?: { courriel?: unknown } | null };
  return type === 'send-email' || type.endsWith('-cosigner') || Boolean(adviser?.courriel);
}

function resultOf({ gives, error, waits }: WorkerAnswer): WorkResult {
  if (waits) return 'wait';
  return error === undefined ? { complete: { ...(gives as object) } } : { error };
}
