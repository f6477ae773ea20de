/**
 * How long every filter of every search takes on large data, and which tables it reads from end to end.
 *
 *     npm run bench:search -- [--json] [--instances=1000000] [--only=user-tasks] [--url=postgres://...]
 *
 * Seeds a database of its own in the temporary folder (about 4 GB for a million instances, five million entries of history),
 * unless it is told one that is seeded already.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { migrate } from '../../dist/src/database/migrate.js';
import { SearchService } from '../../dist/src/rest/search/search.service.js';
import { tablesOf } from '../../dist/src/rest/search/source.js';
import { TimelyReads } from '../../dist/src/rest/search/timely-reads.js';
import { auditLogs } from '../../dist/src/rest/audit/audit-source.js';
import { decisionInstances } from '../../dist/src/rest/decisions/decision-instance-source.js';
import { elementInstances } from '../../dist/src/rest/element-instances/element-instance-source.js';
import { waitStates } from '../../dist/src/rest/element-instances/wait-state-source.js';
import { incidents } from '../../dist/src/rest/incidents/incident-source.js';
import { jobs } from '../../dist/src/rest/jobs/job-source.js';
import { correlatedSubscriptions, messageSubscriptions } from '../../dist/src/rest/messages/subscription-sources.js';
import { processInstances } from '../../dist/src/rest/process-instances/process-instance-source.js';
import { elementInstanceKey } from '../../dist/src/rest/protocol/element-instance-key.js';
import { wordOf } from '../../dist/src/rest/search/field.js';
import { userTasks } from '../../dist/src/rest/user-tasks/user-task-source.js';
import { variables } from '../../dist/src/rest/variables/variable-source.js';
import { seed } from './rest-rows.mjs';
import { questions } from './rest-questions.mjs';
import { scansOf } from './plans.mjs';

/** Searches over rows that grow with every case. */
const sources = {
  'process-instances': processInstances,
  'element-instances': elementInstances,
  'wait-states': waitStates,
  'user-tasks': userTasks,
  jobs,
  incidents,
  variables,
  'message-subscriptions': messageSubscriptions,
  'correlated-subscriptions': correlatedSubscriptions,
  'decision-instances': decisionInstances,
  'audit-logs': auditLogs,
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    instances: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    url: { type: 'string' },
  },
});
const instances = Number(values.instances);
const folder = mkdtempSync(join(tmpdir(), 'beffroi-search-'));
const stop = async (server) => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
};

const server = values.url ? { url: values.url, stop: () => {} } : await startEmbeddedPostgres(folder);
process.once('SIGINT', () => void stop(server).then(() => process.exit(130)));
try {
  if (!values.url) await migrate(server.url, { queues: false });
  const db = new pg.Pool({ connectionString: server.url, max: 1 });
  const begin = performance.now();
  if (!values.url) await seed(db, instances);
  const [{ size }] = (await db.query('SELECT pg_size_pretty(pg_database_size(current_database())) AS size')).rows;
  if (!values.json) console.log(`seeded in ${Math.round((performance.now() - begin) / 1000)} s: ${size}`);

  const plans = [];
  const asked = {
    query: async (sql, parameters) => {
      if (parameters) plans.push({ sql, parameters });
      return (await db.query(sql, parameters)).rows;
    },
    transaction: async (_, work) => {
      await db.query('BEGIN');
      try {
        return await work(asked);
      } finally {
        await db.query('COMMIT');
      }
    },
  };
  const search = new SearchService(new TimelyReads(asked, { apiSearchTimeout: 15_000 }));
  const figures = [];
  for (const [name, source] of Object.entries(sources).filter(([one]) => !values.only || one === values.only))
    for (const { question, request } of await questions(db, source, { tablesOf, wordOf, elementInstanceKey })) {
      plans.length = 0;
      let milliseconds = Infinity;
      let found;
      try {
        for (let n = 0; n < 2; n++) {
          plans.length = 0;
          const at = performance.now();
          found = (await search.page(source, request)).page.totalItems;
          milliseconds = Math.min(milliseconds, performance.now() - at);
        }
      } catch (error) {
        found = error.message;
      }
      const scans = new Set();
      for (const { sql, parameters } of plans)
        for (const table of scansOf(
          (await db.query(`EXPLAIN (FORMAT JSON) ${sql}`, parameters)).rows[0]['QUERY PLAN'][0].Plan,
        ))
          scans.add(table);
      const figure = {
        search: name,
        question,
        milliseconds: Math.round(milliseconds * 10) / 10,
        found,
        scans: [...scans],
      };
      figures.push(figure);
      if (!values.json)
        console.log(
          [
            name.padEnd(22),
            question.padEnd(44),
            String(figure.milliseconds).padStart(9),
            String(found).padStart(7),
            [...new Set(figure.scans.map((t) => t.replace(/_\d{4}_\d\d/, '')))].join(' '),
          ].join(' '),
        );
    }
  if (values.json)
    console.log(
      JSON.stringify({ instances, size, cpus: cpus().length, model: cpus()[0]?.model, node: process.version, figures }),
    );
  await db.end();
} finally {
  await stop(server);
}
