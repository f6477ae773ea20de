import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The last thing that a program says when it has started. */
const READY = 'Ctrl-C stops';
const main = join(import.meta.dirname, '../../dist/src/main.js');

/** The built program in a process of its own, to be killed; what it complains about is kept for the report. */
export class Program {
  #child;
  #output = '';

  /** `env` is asked at every start: the clock may have moved. */
  constructor(env) {
    this.env = env;
  }

  get output() {
    return this.#output.slice(-4_000);
  }

  /** It has started, and was not killed since. */
  get isReady() {
    return this.isRunning && this.#output.includes(READY);
  }

  get isRunning() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** True when it runs; false when it ended before: killed while it started, or its database was away. */
  start() {
    return new Promise((running) => {
      this.#output = '';
      const child = spawn(process.execPath, [main], {
        env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...this.env() },
      });
      this.#child = child;
      const killed = () => child.kill('SIGKILL');
      process.once('exit', killed);
      const read = (chunk) => {
        this.#output += chunk;
        if (this.#output.includes(READY)) running(true);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => {
        process.off('exit', killed);
        running(false);
      });
    });
  }

  signal(name) {
    if (this.isRunning) this.#child.kill(name);
  }

  async kill() {
    if (!this.isRunning) return;
    const gone = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGKILL');
    await gone;
  }
}
