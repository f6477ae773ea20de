import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LANGS } from '../../forms/lang.js';
import type { Procedure } from '../../procedures/procedure.js';

/** Makes the agents of the demonstration work in every department that the procedure names. */
@Injectable()
export class PreviewPeople {
  constructor(private readonly database: DataSource) {}

  async engage(procedure: Procedure): Promise<void> {
    const groups = [procedure, ...procedure.blocks].flatMap(({ outline }) =>
      outline.elements.flatMap(({ candidateGroups }) => [...candidateGroups]),
    );
    const keys = [...new Set([procedure.department, ...Object.values(procedure.roles), ...groups])];
    for (const key of keys) {
      const names = Object.fromEntries(LANGS.map((lang) => [lang, key]));
      await this.database.query('INSERT INTO department (key, names) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        key,
        JSON.stringify(names),
      ]);
    }
    await this.database.query(
      `UPDATE account SET departments = ARRAY(SELECT DISTINCT unnest(departments || $1::text[])) WHERE role = 'agent'`,
      [keys],
    );
  }
}
