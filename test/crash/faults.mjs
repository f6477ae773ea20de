/** What befalls the programs. A fault answers how many programs it killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { patiently } from './people.mjs';

/** Makes the queue's tables in PostgreSQL answer as a full disk does. */
const FILL = `
  CREATE OR REPLACE FUNCTION bullmq.refuse_growth() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
  CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT OR UPDATE ON bullmq.job FOR EACH ROW EXECUTE FUNCTION bullmq.refuse_growth();`;
const WIDEN = 'DROP TRIGGER IF EXISTS full_disk ON bullmq.job';

/** name -> how often (of all weights), and what is done. `life` starts what was killed. */
export const faults = {
  kill: {
    weight: 10,
    strike: async ({ stage, life, random }) => {
      await life.end(stage.programs[random(4)]);
      return 1;
    },
  },
  'kill between commit and relay': {
    weight: 3,
    // nobody relays while both are frozen, and the web programs go on committing
    strike: async ({ stage, life, database, random }) => {
      for (const one of stage.backgrounds) one.signal('SIGSTOP');
      try {
        for (let tries = 0; tries < 20; tries++, await sleep(100)) {
          const unsent = await patiently(() =>
            database.query('SELECT FROM outbox_entry WHERE sent_at IS NULL LIMIT 1'),
          );
          if (unsent.length > 0) break;
        }
        await life.end(stage.backgrounds[random(2)]);
      } finally {
        for (const one of stage.backgrounds) one.signal('SIGCONT');
      }
      return 1;
    },
  },
  'kill inside a worker': {
    weight: 3,
    // the program outside has taken it, and the answer never comes
    strike: async ({ stage, life, random }) => {
      const receiver = random(2) === 0 ? stage.http : stage.mail;
      const called = new Promise((done) => (receiver.witness = () => done(true)));
      await Promise.race([called, sleep(5_000, false)]);
      receiver.witness = undefined;
      await Promise.all(stage.backgrounds.map((one) => life.end(one)));
      return 2;
    },
  },
  'move the clock': {
    weight: 1,
    // one program after the other: for a while they do not agree on the time
    strike: async ({ stage, life, random }) => {
      stage.clock.ahead += 3_600 * (1 + random(24));
      for (const one of stage.programs) await life.end(one);
      return stage.programs.length;
    },
  },
  'restart PostgreSQL': {
    weight: 1,
    strike: async ({ stage }) => {
      await stage.restartPostgres();
      return 0;
    },
  },
  'cut connections': {
    weight: 3,
    strike: async ({ database, random }) => {
      const share = (1 + random(4)) / 4;
      await patiently(() =>
        database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND random() < $1`,
          [share],
        ),
      );
      return 0;
    },
  },
  'fill the queue’s disk': {
    weight: 2,
    strike: async ({ stage, database, random }) => {
      if (stage.redis) await stage.redis.fill();
      else await patiently(() => database.query(FILL));
      await sleep(500 + random(2_000));
      if (stage.redis) await stage.redis.widen();
      else await patiently(() => database.query(WIDEN));
      return 0;
    },
  },
  'empty Redis': {
    weight: 2,
    only: 'redis',
    strike: async ({ stage }) => {
      await stage.redis.empty();
      return 0;
    },
  },
};
