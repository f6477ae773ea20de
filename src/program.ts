import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ProgramModule, type Start } from './program.module.js';
import { setUpWeb } from './web.setup.js';

/** The program, ready to listen. The database is running and migrated. */
export async function createProgram(start: Start): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ProgramModule.of(start), { logger: false, abortOnError: false });
  setUpWeb(app, start.config);
  return app;
}
