import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '../../config.js';
import { Problem } from '../protocol/problem.js';

/** Reads that are given up: some ask for what no index can find, and every one keeps a connection from all others. */
@Injectable()
export class TimelyReads {
  constructor(
    private readonly database: DataSource,
    private readonly config: Config,
  ) {}

  /** All statements of the read see the same rows; none works for longer than `API_SEARCH_TIMEOUT`. */
  async inTime<T>(read: (database: EntityManager) => Promise<T>): Promise<T> {
    const longest = this.config.apiSearchTimeout;
    try {
      return await this.database.transaction('REPEATABLE READ', async (database) => {
        await database.query(`SET LOCAL statement_timeout = ${longest}`);
        return read(database);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== '57014') throw error;
      const detail = `Nothing was found within ${longest / 1_000} seconds. Ask for an instance, a process or a time as well.`;
      throw new Problem('DEADLINE_EXCEEDED', detail);
    }
  }
}
