import { type LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import type { Config } from './config.js';

/**
 * Structured lines on the error stream. They name things by number and never carry what people wrote: a log is read by more
 * people than a dossier.
 */
export class Log implements LoggerService {
  readonly pino: Logger;

  constructor({ logLevel }: Pick<Config, 'logLevel'>) {
    this.pino = pino(
      { level: logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
      pino.destination(2),
    );
  }

  log(message: unknown, ...context: unknown[]): void {
    this.pino.debug(line(message, context)); // what Nest says about itself
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.pino.warn(line(message, context));
  }

  error(message: unknown, ...context: unknown[]): void {
    this.pino.error(line(message, context));
  }

  debug(message: unknown, ...context: unknown[]): void {
    this.pino.debug(line(message, context));
  }
}

/** Nest passes the name of the class last, and the stack of an error before it. */
function line(message: unknown, context: unknown[]): object {
  const [where] = context.slice(-1);
  const [stack] = context.slice(0, -1);
  const error = message instanceof Error ? message : undefined;
  return {
    where,
    msg: error?.message ?? message,
    ...((error?.stack ?? stack) !== undefined && { stack: error?.stack ?? stack }),
  };
}
