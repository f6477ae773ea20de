import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Value } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Procedure } from './procedure.js';
import { readParameter } from './read-parameter.js';

/** A value that an administrator gave. */
export interface ParameterChange {
  readonly procedureKey: string;
  readonly name: string;
  readonly value: Value;
  readonly by: string;
  readonly at: Date;
}

/** Parameters of procedures: the folder's value until an administrator gives another. Dossiers keep those they began with. */
@Injectable()
export class ParametersService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The values that count now, by name. */
  async of(procedure: Procedure, tx: Transaction = this.database.manager): Promise<{ [name: string]: Value }> {
    const rows = await tx.query<{ name: string; value: Value }[]>(
      `SELECT DISTINCT ON (name) name, value FROM parameter_value WHERE procedure_key = $1 ORDER BY name, id DESC`,
      [procedure.key],
    );
    const known = rows.filter(({ name }) => name in procedure.parameters);
    return { ...procedure.parameters, ...Object.fromEntries(known.map(({ name, value }) => [name, value])) };
  }

  /** False when the procedure has no such parameter or this is no value for it. The same value again is no change. */
  async change(procedure: Procedure, name: string, typed: string, accountId: string): Promise<boolean> {
    const parameter = procedure.facts.parameters?.[name];
    const value = parameter && readParameter(parameter.type, typed);
    if (value === undefined) return false;
    if (isDeepStrictEqual((await this.of(procedure))[name], value)) return true;
    await this.database.query(
      'INSERT INTO parameter_value (procedure_key, name, value, changed_by, at) VALUES ($1, $2, $3, $4, $5)',
      [procedure.key, name, JSON.stringify(value), accountId, this.clock.now()],
    );
    return true;
  }

  /** The latest first. */
  changes(limit = 50): Promise<ParameterChange[]> {
    return this.database.query<ParameterChange[]>(
      `SELECT procedure_key AS "procedureKey", parameter_value.name, value, account.name AS by, at
       FROM parameter_value JOIN account ON account.id = changed_by ORDER BY parameter_value.id DESC LIMIT $1`,
      [limit],
    );
  }
}
