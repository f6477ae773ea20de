import type { wordOf } from '../../src/rest/search/field.js';
import type { elementInstanceKey } from '../../src/rest/protocol/element-instance-key.js';
import type { Source, tablesOf } from '../../src/rest/search/source.js';

interface Api {
  readonly tablesOf: typeof tablesOf;
  readonly wordOf: typeof wordOf;
  readonly elementInstanceKey: typeof elementInstanceKey;
}

export function questions(
  db: { query(sql: string): Promise<{ rows: object[] }> },
  source: Source<never, unknown>,
  api: Api,
): Promise<{ question: string; request: object }[]>;
