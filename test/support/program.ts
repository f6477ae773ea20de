/**
 * The real, built program as a process of its own, to be killed:
 *
 *     const program = await spawnBeffroi({ DATA_DIR: folder });      // resolves when it runs
 *     await program.kill();                                           // kill -9
 *     await program.stop();                                           // Ctrl-C
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../src/config.js';
import { freePort } from './free-port.js';

export interface SpawnedProgram {
  readonly url: string;
  /** What it has printed. */
  readonly output: () => string;
  /** When it does not answer, the error says what it has printed. */
  fetch(path: string): Promise<Response>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function spawnBeffroi(env: Readonly<Record<string, string>>): Promise<SpawnedProgram> {
  const port = env['PORT'] ?? (await freePort());
  const began = performance.now();
  const program = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // a test run that is killed must not leave a program behind
  const killed = (): void => void program.kill('SIGKILL');
  process.once('exit', killed);
  let output = '';
  const gone = new Promise<void>((done) => program.once('close', () => done()));
  await new Promise<void>((running, fail) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Ctrl-C stops')) running();
    };
    program.stdout.on('data', read);
    program.stderr.on('data', read);
    void gone.then(() => fail(new Error(`The program ended: ${output}`)));
  });
  output += `\n(started in ${Math.round(performance.now() - began)} ms)\n`;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    process.off('exit', killed);
    if (isAlive(program)) program.kill(signal);
    await gone;
  };
  const url = `http://127.0.0.1:${port}`;
  const complain = (cause: unknown): never => {
    const state = isAlive(program) ? 'runs, but does not answer' : `ended (${program.signalCode ?? program.exitCode})`;
    throw new Error(`The program ${state}: ${output}`, { cause });
  };
  return {
    url,
    fetch: (path) => fetch(`${url}${path}`).catch(complain),
    output: () => output,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
  };
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
