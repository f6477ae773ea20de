import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Log } from './log.js';
import { ProgramModule, type Start } from './program.module.js';
import { setUpWeb } from './web.setup.js';

/** The program, ready to listen. The database is running and migrated. */
export async function createProgram(start: Start, log = new Log(start.config)): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ProgramModule.of(start), {
    logger: log,
    abortOnError: false,
  });
  setUpWeb(app, start.config, log);
  return app;
}
