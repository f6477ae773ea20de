import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, type ExitCode, UsageError } from './command.js';

/** The program that shows a folder: the whole service, which the command line itself does without. */
const PROGRAM = fileURLToPath(new URL('../preview.js', import.meta.url));

/** Shows the pages of one procedure as citizens and agents will see them, until it is ended. */
export const preview: Command = {
  options: { port: { type: 'string' } },
  async execute({ positionals: [folder, ...others], values }, { stdout, stderr }) {
    if (folder === undefined || others.length > 0) throw new UsageError('Expected one folder of a procedure.');
    if (!existsSync(join(folder, 'procedure.yaml')))
      throw new UsageError(`Expected the folder of a procedure, but there is no "${join(folder, 'procedure.yaml')}".`);
    const port = values['port'] ?? '4000';
    if (typeof port !== 'string' || !/^\d{1,5}$/.test(port) || Number(port) > 65_535)
      throw new UsageError(`Expected a port, but got "${String(port)}".`);
    const program = spawn(process.execPath, [PROGRAM, resolve(folder), port], { stdio: ['ignore', 'pipe', 'pipe'] });
    program.stdout.pipe(stdout, { end: false });
    program.stderr.pipe(stderr, { end: false });
    const stop = (): void => void program.kill('SIGTERM');
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const code = await new Promise<number | null>((ended) => program.on('exit', ended));
    process.off('SIGINT', stop).off('SIGTERM', stop);
    return (code === 0 ? 0 : 1) satisfies ExitCode;
  },
};
