/**
 * `npm run export-history -- --format xes|ocel --from 2026-01-01 --to 2026-07-01 [--procedure key] [--named] --out file`: the
 * history for process mining. Cases and people are pseudonyms unless `--named`; what people wrote is never in it.
 */
import 'reflect-metadata';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { readConfig, readEnvFile } from './config.js';
import { dataSourceOptions } from './database/data-source.js';
import { openDatabaseServer } from './database/server.js';
import { HistorySource, type Selection } from './export/history-source.js';
import { writeOcel } from './export/ocel.js';
import { Pseudonyms } from './export/pseudonyms.js';
import { writeXes } from './export/xes.js';
import { withSecret } from './secret.js';

const USAGE = `Usage: npm run export-history -- --format xes|ocel --from <date> --to <date> [--procedure <key>] [--named] --out <new file>
Dates as 2026-01-31 (midnight UTC); the last one is not included.`;
const FORMATS = { xes: writeXes, ocel: writeOcel };

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { format, selection, named, out } = readArguments();
  if (existsSync(out)) throw new Error(`${out} is there already.`);
  const config = withSecret(readConfig({ ...readEnvFile(), ...process.env }));
  const server = await openDatabaseServer(config);
  const database = await new DataSource(dataSourceOptions(server.url)).initialize();
  const unfinished = `${out}.unfinished`;
  try {
    const pseudonyms = new Pseudonyms(config.secret, named);
    await HistorySource.within(database, selection, (source) =>
      pipeline(
        Readable.from(inPieces(FORMATS[format](source, pseudonyms))),
        createWriteStream(unfinished, { mode: 0o600 }),
      ),
    );
    renameSync(unfinished, out);
  } finally {
    rmSync(unfinished, { force: true });
    await database.destroy();
    await server.stop();
  }
  process.stdout.write(`Exported to ${out}${named ? ', with names: it is personal data' : ''}.\n`);
}

/** Pieces of a size that a file likes. */
async function* inPieces(texts: AsyncGenerator<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = {
    format: text,
    from: text,
    to: text,
    procedure: text,
    out: text,
    named: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ options });
  const { format, from, to, procedure, out, named = false } = values;
  const [since, before] = [day(from), day(to)];
  if (!isFormat(format) || !since || !before || since >= before || !out) throw new Error(USAGE);
  const selection: Selection = { from: since, to: before, ...(procedure !== undefined && { procedure }) };
  return { format, selection, named, out };
}

function isFormat(text: string | undefined): text is keyof typeof FORMATS {
  return text === 'xes' || text === 'ocel';
}

function day(text: string | undefined): Date | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? new Date(`${text}T00:00:00Z`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}
