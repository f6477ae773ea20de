import { relative } from 'node:path';
import { DEMO_PASSWORD, type DemoSignIn } from './access/demo-accounts.js';
import { type Config, root } from './config.js';

export interface Started {
  /** Absent when the program does not listen. */
  readonly url?: string;
  readonly seconds: number;
  /** Who can sign in to a demonstration. */
  readonly signIns: readonly DemoSignIn[];
}

/** What the terminal shows once the program runs. */
export function welcome(config: Config, { url, seconds, signIns }: Started): string {
  const { databaseUrl, redisUrl, dataDir, clockOffset } = config;
  const here = (path: string): string => (path.startsWith(root) ? relative(root, path) : path);
  return [
    '',
    `Beffroi (${config.role === 'all' ? 'web and background' : config.role}) runs after ${seconds.toFixed(1)} s`,
    `  database    ${databaseUrl ? new URL(databaseUrl).host : `embedded PostgreSQL in ${here(dataDir)}/`}`,
    `  queues      ${redisUrl ? `Redis at ${new URL(redisUrl).host}` : 'in the database'}`,
    `  procedures  ${here(config.proceduresDir)}/`,
    ...(clockOffset ? [`  CLOCK       ahead by ${clockOffset}: every date is wrong on purpose`] : []),
    ...(url ? ['', `  citizens    ${url}/`, `  agents      ${url}/bureau`] : []),
    ...(url && signIns.length > 0
      ? ['', `  demo sign-ins, password ${DEMO_PASSWORD}`, ...signIns.map(signInLine)]
      : []),
    '',
    'Ctrl-C stops it; everything is kept.',
    '',
    '',
  ].join('\n');
}

function signInLine({ email, role, department }: DemoSignIn): string {
  return `    ${email.padEnd(24)} ${role}${department ? ` of ${department}` : ''}`;
}
