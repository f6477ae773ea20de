import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { temporaryFolder } from '../support/folder.js';
import { freePort } from '../support/free-port.js';
import { type SpawnedProgram, spawnBeffroi } from '../support/program.js';
import { redisIsThere, startRedis, type TestRedis } from '../support/redis.js';
import { ResidenceStory, type StoryStep } from '../support/residence-story.js';

/** What the story passes. */
const PATH = [
  ...[
    'certificat-de-residence',
    'demande-deposee',
    'calculer-prix',
    'fixer-priorite',
    'verifier-demande',
    'quelle-suite',
  ],
  ...['fixer-echeance', 'demander-complement', 'recevoir-complement', 'encore-un-complement'],
  ...['produire-certificat', 'annoncer-certificat', 'version-papier', 'certificat-delivre'],
];
/** The agent looks again when the complement has come. */
const TWICE = ['verifier-demande', 'quelle-suite'];
const REFERENCE = `TRN-${new Date().getFullYear()}-000001`;
const WAITS = ['incident', 'job', 'timer', 'message_subscription'];
const ACTIVATIONS = `SELECT data->>'element' AS element, count(*)::int AS n FROM history_entry
  WHERE kind = 'element.activated' GROUP BY 1 ORDER BY min(id)`;

/**
 * kill -9 of the program between any two steps of the story of a certificate of residence, and in the middle of those that
 * matter most: after the restart the story goes on, and in the end everything happened once. With the queues in Redis, between
 * those steps that leave work behind.
 */
describe.each(redisIsThere() ? ['postgres', 'redis'] : ['postgres'])('a story with kills (queues on %s)', (backend) => {
  let folder: string;
  let env: Record<string, string>;
  let program: SpawnedProgram;
  let postgres: EmbeddedPostgres | undefined;
  let redis: TestRedis | undefined;
  let pool: pg.Pool;

  const restart = async (): Promise<void> => {
    await program.kill();
    program = await spawnBeffroi(env);
  };
  /** The program dies while it works on this: nobody knows what became of it, so it is sent again. */
  const cutOff = async ({ tell }: StoryStep, afterMilliseconds: number): Promise<void> => {
    const told = tell().catch(() => undefined);
    await sleep(afterMilliseconds);
    await restart();
    await told;
  };
  const rows = async (query: string): Promise<unknown[]> => (await pool.query<object>(query)).rows;

  beforeEach(async () => {
    folder = temporaryFolder();
    if (backend === 'redis') redis = await startRedis();
    env = { DATA_DIR: folder, PORT: String(await freePort()), ...(redis && { REDIS_URL: redis.url }) };
    program = await spawnBeffroi(env);
    postgres = await startEmbeddedPostgres(folder); // joins the program's
    pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  }, 60_000);
  afterEach(async () => {
    await pool?.end();
    await program?.stop();
    await postgres?.stop({ evenIfUsed: true });
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('ends, once', async () => {
    const story = new ResidenceStory(program.url);
    let cut = 0;
    for (const step of story.steps) {
      try {
        if (step.mayBeCutOff && backend === 'postgres') await cutOff(step, 15 + 40 * cut++);
        await step.tell();
      } catch (cause) {
        throw new Error(`It ended at "${step.name}". ${program.output()}`, { cause });
      }
      if (backend === 'postgres' || step.leavesWork) await restart();
    }
    // whatever was sent and may or may not have been worked on comes once more
    await pool.query('UPDATE outbox_entry SET sent_at = NULL');
    for (const end = Date.now() + 60_000; (await rows('SELECT FROM outbox_entry')).length > 0; await sleep(50))
      if (Date.now() > end) throw new Error(`It does not come to rest. ${program.output()}`);

    expect({
      dossiers: await rows('SELECT public_status AS status, closed_at IS NOT NULL AS closed FROM dossier'),
      instances: await rows('SELECT status FROM process_instance'),
      tasks: await rows('SELECT element, state FROM user_task ORDER BY id'),
      documents: await rows('SELECT template, status FROM document'),
      mails: await rows('SELECT status, subject FROM mail_message ORDER BY created_at, id'),
      activations: await rows(ACTIVATIONS),
      left: await Promise.all(WAITS.map((table) => rows(`SELECT '${table}' FROM ${table}`))),
    }).toEqual({
      dossiers: [{ status: 'delivree', closed: true }],
      instances: [{ status: 'completed' }],
      tasks: [
        { element: 'verifier-demande', state: 'completed' },
        { element: 'verifier-demande', state: 'completed' },
      ],
      documents: [{ template: 'certificat', status: 'valid' }],
      mails: [
        { status: 'kept', subject: `Nous avons reçu votre demande ${REFERENCE}` },
        { status: 'kept', subject: `Il manque quelque chose à votre demande ${REFERENCE}` },
        { status: 'kept', subject: `Votre certificat de résidence est prêt (${REFERENCE})` },
      ],
      activations: PATH.map((element) => ({ element, n: TWICE.includes(element) ? 2 : 1 })),
      left: WAITS.map(() => []),
    });
  }, 300_000);
});
