/** People at work over HTTP, on whichever web program answers: they begin cases and complete tasks, again when in doubt. */
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MILLISECONDS = 300_000;

/** Deliveries that nobody has worked on yet, above which no case is begun. */
const MOST_WAITING = 60;

/** Whoever does something while a program is away does it again. */
export async function patiently(action, patience = PATIENCE_MILLISECONDS) {
  for (const end = Date.now() + patience; ; await sleep(100)) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Every fifth case has a dossier, and a document of it is sealed. */
export const isSealed = (index) => index % 5 === 2;

export class People {
  #turn = 0;
  #starting = true;
  #working = true;
  started = 0;

  constructor(stage, database, random) {
    this.stage = stage;
    this.database = database;
    this.random = random;
  }

  begin() {
    this.starts = this.#startCases();
    this.works = this.#completeTasks();
  }

  async stopStarting() {
    this.#starting = false;
    await this.starts;
  }

  async stopWorking() {
    this.#working = false;
    await this.works;
  }

  async #ask(method, path, body) {
    const url = this.stage.urls[this.#turn++ % this.stage.urls.length];
    const response = await fetch(`${url}/v2${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status >= 500) throw new Error(`${path} was answered ${response.status}.`);
    return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
  }

  /** A start whose answer was lost counts when it is there: by its number. */
  async #startCases() {
    while (this.#starting) {
      if (await this.#tooMuchWaits()) {
        await sleep(500);
        continue;
      }
      const index = this.started++;
      const number = `case-${index}`;
      const variables = {
        number,
        receiver: this.stage.http.url,
        to: `${number}@example.org`,
        // some rest until the clock has moved
        rest: index % 7 === 3 ? 'PT6H' : 'PT1S',
        stays: index % 9 === 4,
        ...(isSealed(index) && { dossier: { id: await this.#dossierOf(number) } }),
      };
      let tried = false;
      await patiently(async () => {
        // the program that did not answer may be about to commit
        if (tried) await sleep(500);
        tried = true;
        const known = await this.database.query('SELECT FROM process_instance WHERE business_id = $1', [number]);
        if (known.length > 0) return;
        const start = { processDefinitionId: 'crash-story', businessId: number, variables };
        const { status, body } = await this.#ask('POST', '/process-instances', start);
        if (status !== 200 && status !== 409) throw new Error(`The start was refused: ${JSON.stringify(body)}`);
      });
      await sleep(this.random(250));
    }
  }

  /** Programs that die all the time work slowly: nobody gives them more than they can end in a while. */
  async #tooMuchWaits() {
    const [{ n }] = await patiently(() =>
      this.database.query(`SELECT count(*)::int AS n FROM outbox_entry WHERE topic <> 'timer.scheduled'`),
    );
    return n > MOST_WAITING;
  }

  /** The dossier of a case, as the counter would have opened it. Returns its id. */
  async #dossierOf(number) {
    return patiently(async () => {
      const [known] = await this.database.query('SELECT id FROM dossier WHERE reference = $1', [number]);
      if (known) return known.id;
      const [made] = await this.database.query(
        `INSERT INTO dossier (reference, procedure_key, form_id, department, applicant_name, lang, channel, answers,
           tracking_code_hash, public_status, public_status_at, submitted_at)
         VALUES ($1::text, 'crash-story', 'demande', 'population', 'Essai', 'fr', 'counter', '{}', sha256(convert_to($1::text, 'UTF8')), 'deposee', now(), now())
         RETURNING id`,
        [number],
      );
      return made.id;
    });
  }

  /** Every task that is open; who comes too late is told so. */
  async #completeTasks() {
    while (this.#working) {
      const search = { filter: { state: 'CREATED' }, page: { limit: 20 } };
      const { body } = await patiently(() => this.#ask('POST', '/user-tasks/search', search));
      for (const { userTaskKey } of body.items ?? [])
        await patiently(async () => {
          const { status } = await this.#ask('POST', `/user-tasks/${userTaskKey}/completion`, {});
          if (![204, 404, 409].includes(status)) throw new Error(`The completion was answered ${status}.`);
        });
      await sleep(50);
    }
  }
}
