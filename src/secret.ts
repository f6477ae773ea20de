import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from './config.js';

/** The configuration with a secret: the one of the environment, or one that is made once and kept in the data folder. */
export function withSecret(config: Config): Config {
  if (config.secret) return config;
  const file = join(config.dataDir, 'secret');
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true });
    // `wx`: of two programs started at once, the second reads what the first wrote
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return Object.freeze(Object.assign(new Config(), config, { secret: readFileSync(file, 'utf8').trim() }));
}
