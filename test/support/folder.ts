import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder that PostgreSQL's user may enter, too, when the tests run as root. Whoever makes it removes it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-test-'));
  chmodSync(folder, 0o755);
  return folder;
}
