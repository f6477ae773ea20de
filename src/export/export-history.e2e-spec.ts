import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import { temporaryFolder } from '../../test/support/folder.js';
import { validateXes } from '../../test/support/xes-schema.js';
import { ocelSchema } from '../../test/support/ocel-schema.js';
import { root } from '../config.js';

/** One dossier with its process, and an instance without a dossier: every event by hand. */
const FIXTURE = `
  INSERT INTO definition (id, kind, definition_id, version, resource_name, content, checksum, deployed_at)
    VALUES (1, 'process', 'permit', 1, 'p.bpmn', '', '', now());
  INSERT INTO process_instance (id, process_definition_id, process_id, root_id, parent_id, status, state, steps, started_at)
    VALUES (10, 1, 'permit', 10, NULL, 'completed', '{}', 1, now()), (11, 1, 'letter', 10, 10, 'completed', '{}', 1, now()),
      (12, 1, 'errand', 12, NULL, 'active', '{}', 1, now());
  INSERT INTO dossier (id, reference, procedure_key, form_id, department, process_instance_key, applicant_name, lang, channel,
      answers, tracking_code_hash, public_status, public_status_at, submitted_at)
    VALUES (20, 'TRN-2026-000001', 'permit', 'f', 'population', 10, 'Alice Exemple', 'fr', 'online', '{"a":"Secret"}', 'x',
      'prete', now(), now());
  INSERT INTO history_entry (id, dossier_id, process_instance_id, kind, actor, at, data) VALUES
    (100, 20, NULL, 'dossier.submitted', '{"kind":"citizen","accountId":"7","name":"Alice Exemple"}', '2026-03-02T09:00:00Z', '{}'),
    (101, NULL, 10, 'element.activated', '{"kind":"system"}', '2026-03-02T09:00:01Z', '{"element":"Process_1","elementType":"Process","elementInstance":"1"}'),
    (102, NULL, 10, 'element.activated', '{"kind":"system"}', '2026-03-02T09:00:01Z', '{"element":"look","elementType":"UserTask","elementInstance":"2","name":"Look & <see> \\"it\\""}'),
    (103, NULL, 10, 'task.claimed', '{"kind":"agent","accountId":"8","name":"Bram Voorbeeld"}', '2026-03-02T10:00:00Z', '{"element":"look","task":"30"}'),
    (104, NULL, 12, 'element.activated', '{"kind":"system"}', '2026-03-02T10:30:00Z', '{"element":"run","elementType":"ServiceTask","elementInstance":"2"}'),
    (105, 20, NULL, 'dossier.read', '{"kind":"agent","accountId":"8","name":"Bram Voorbeeld"}', '2026-03-02T10:40:00Z', '{"object":"dossier"}'),
    (106, NULL, 10, 'element.completed', '{"kind":"agent","accountId":"8","name":"Bram Voorbeeld"}', '2026-03-02T11:00:00Z', '{"element":"look","elementType":"UserTask","elementInstance":"2","name":"Look & <see> \\"it\\""}'),
    (107, NULL, 11, 'element.activated', '{"kind":"system"}', '2026-03-02T11:00:01Z', '{"element":"write","elementType":"SendTask","elementInstance":"2"}'),
    (108, 20, NULL, 'status.reached', '{"kind":"system"}', '2026-03-02T11:00:02Z', '{"status":"prete"}'),
    (109, 20, NULL, 'dossier.closed', '{"kind":"system"}', '2026-04-01T00:00:00Z', '{}');`;

describe('the export of history', () => {
  let database: TestDatabase;
  let folder: string;
  let count = 0;
  const command = (args: readonly string[], node: readonly string[] = [], out = join(folder, `${++count}`)) => {
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      SECRET: 'a secret that only tests know, 32+ long',
    };
    const program = join(root, 'dist/src/export-history.js');
    const run = spawnSync(process.execPath, [...node, program, ...args, '--out', out], { env, encoding: 'utf8' });
    return { ...run, out, text: existsSync(out) ? readFileSync(out, 'utf8') : '' };
  };
  const march = ['--from', '2026-03-01', '--to', '2026-04-01'];

  beforeAll(async () => {
    folder = temporaryFolder();
    database = await freshDatabase();
    await database.query(FIXTURE);
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('is XES, one trace per case', () => {
    const { text } = command(['--format', 'xes', ...march, '--named']);
    expect(validateXes(text)).toEqual([]);
    const traces = text.slice(text.indexOf('  <trace>')).replace('</log>\n', '');
    const event = (...attributes: [string, string][]): string =>
      `    <event>\n${attributes
        .map(
          ([key, value]) => `      <${key === 'time:timestamp' ? 'date' : 'string'} key="${key}" value="${value}"/>\n`,
        )
        .join('')}    </event>\n`;
    const look = 'Look &amp; &lt;see> &quot;it&quot;';
    const bram = 'Bram Voorbeeld (8)';
    expect(traces).toBe(
      [
        '  <trace>\n    <string key="concept:name" value="case-12"/>\n    <string key="procedure" value="errand"/>\n',
        event(
          ['concept:name', 'run'],
          ['concept:instance', '2'],
          ['lifecycle:transition', 'start'],
          ['time:timestamp', '2026-03-02T10:30:00.000Z'],
          ['org:role', 'system'],
          ['element', 'run'],
          ['elementType', 'ServiceTask'],
        ),
        '  </trace>\n  <trace>\n    <string key="concept:name" value="TRN-2026-000001"/>\n    <string key="procedure" value="permit"/>\n',
        '    <string key="department" value="population"/>\n    <string key="channel" value="online"/>\n',
        event(
          ['concept:name', 'dossier.submitted'],
          ['lifecycle:transition', 'complete'],
          ['time:timestamp', '2026-03-02T09:00:00.000Z'],
          ['org:resource', 'Alice Exemple (7)'],
          ['org:role', 'citizen'],
        ),
        event(
          ['concept:name', look],
          ['concept:instance', '2'],
          ['lifecycle:transition', 'start'],
          ['time:timestamp', '2026-03-02T09:00:01.000Z'],
          ['org:role', 'system'],
          ['element', 'look'],
          ['elementType', 'UserTask'],
        ),
        event(
          ['concept:name', 'look'],
          ['lifecycle:transition', 'assign'],
          ['time:timestamp', '2026-03-02T10:00:00.000Z'],
          ['org:resource', bram],
          ['org:role', 'agent'],
          ['element', 'look'],
        ),
        event(
          ['concept:name', look],
          ['concept:instance', '2'],
          ['lifecycle:transition', 'complete'],
          ['time:timestamp', '2026-03-02T11:00:00.000Z'],
          ['org:resource', bram],
          ['org:role', 'agent'],
          ['element', 'look'],
          ['elementType', 'UserTask'],
        ),
        event(
          ['concept:name', 'write'],
          ['concept:instance', '2'],
          ['lifecycle:transition', 'start'],
          ['time:timestamp', '2026-03-02T11:00:01.000Z'],
          ['org:role', 'system'],
          ['element', 'write'],
          ['elementType', 'SendTask'],
        ),
        event(
          ['concept:name', 'status.reached'],
          ['lifecycle:transition', 'complete'],
          ['time:timestamp', '2026-03-02T11:00:02.000Z'],
          ['org:role', 'system'],
          ['status', 'prete'],
        ),
        '  </trace>\n',
      ].join(''),
    );
  });

  it('is OCEL 2.0, and everything that it names is in it', () => {
    const { text } = command(['--format', 'ocel', ...march, '--named']);
    const log = JSON.parse(text) as {
      objects: { id: string; type: string; relationships: { objectId: string }[] }[];
      events: { id: string; type: string; time: string; relationships: { objectId: string; qualifier: string }[] }[];
      eventTypes: { name: string }[];
    };
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    formats.default(ajv);
    const valid = ajv.compile(ocelSchema);
    expect({ valid: valid(log), errors: valid.errors }).toEqual({ valid: true, errors: null });
    const ids = log.objects.map(({ id }) => id);
    expect(ids.sort()).toEqual(
      ['TRN-2026-000001', 'instance-10', 'instance-11', 'instance-12', 'person-7', 'person-8', 'task-30'].sort(),
    );
    for (const { relationships } of [...log.objects, ...log.events])
      for (const { objectId } of relationships) expect(ids).toContain(objectId);
    expect(log.eventTypes.map(({ name }) => name)).toEqual([
      ...['Look & <see> "it"', 'dossier.submitted', 'look', 'run', 'status.reached', 'write'],
    ]);
    expect(log.events.map(({ id }) => id)).toEqual([100, 102, 103, 104, 106, 107, 108].map((id) => `event-${id}`));
    expect(log.events.find(({ id }) => id === 'event-103')).toMatchObject({
      type: 'look',
      time: '2026-03-02T10:00:00.000Z',
      relationships: [
        { objectId: 'TRN-2026-000001', qualifier: 'case' },
        { objectId: 'instance-10', qualifier: 'instance' },
        { objectId: 'task-30', qualifier: 'task' },
        { objectId: 'person-8', qualifier: 'by' },
      ],
    });
  });

  it.each(['xes', 'ocel'])('names nobody by default (%s)', (format) => {
    const { text, out } = command(['--format', format, ...march]);
    for (const word of ['TRN-2026', 'Alice', 'Bram', 'Secret', '"7"', '"8"', '-30"']) expect(text).not.toContain(word);
    expect(text).toContain('case-');
    // the same one is the same next time
    expect(readFileSync(out, 'utf8')).toBe(command(['--format', format, ...march]).text);
  });

  it('exports one procedure, and one period', () => {
    const { text } = command(['--format', 'xes', ...march, '--procedure', 'errand']);
    expect(text.match(/<trace>/g)).toHaveLength(1);
    const april = command(['--format', 'xes', '--from', '2026-04-01', '--to', '2026-05-01']).text;
    expect(april.match(/<event>/g)).toHaveLength(1);
    expect(april).toContain('dossier.closed');
    const nothing = command(['--format', 'ocel', '--from', '2027-01-01', '--to', '2027-02-01']).text;
    expect(JSON.parse(nothing)).toMatchObject({ objects: [], events: [], eventTypes: [] });
  });

  it('says how it is used, and overwrites nothing', () => {
    for (const wrong of [
      ['--format', 'csv', ...march],
      ['--format', 'xes', '--from', '2026-04-01', '--to', '2026-03-01'],
    ])
      expect(command(wrong)).toMatchObject({ status: 1, text: '' });
    const { out } = command(['--format', 'xes', ...march]);
    expect(command(['--format', 'xes', ...march], [], out)).toMatchObject({
      status: 1,
      stderr: `${out} is there already.\n`,
    });
  });

  it('needs little memory, however much there is', async () => {
    await database.query(`
      INSERT INTO history_entry (process_instance_id, kind, actor, at, data)
      SELECT 12, 'element.activated', '{"kind":"system"}', '2026-06-01T00:00:00Z'::timestamptz + n * interval '1 second',
        jsonb_build_object('element', 'run', 'elementType', 'ServiceTask', 'elementInstance', n, 'name', repeat('x', 2000))
      FROM generate_series(1, 30000) AS n`);
    const june = ['--from', '2026-06-01', '--to', '2026-07-01'];
    for (const format of ['xes', 'ocel']) {
      // the text alone is several times as much
      const { status, stderr, text } = command(['--format', format, ...june], ['--max-old-space-size=56']);
      expect({ status, stderr: stderr.slice(-500) }).toMatchObject({ status: 0 });
      expect(text.length).toBeGreaterThan(60_000_000);
    }
  }, 120_000);
});
