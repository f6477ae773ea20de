import 'reflect-metadata';
import { run } from './run.js';

/** The background half alone: the same as ROLE=background. */
await run({ ...process.env, ROLE: 'background' });
