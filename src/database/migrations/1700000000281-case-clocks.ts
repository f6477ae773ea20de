import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How the most urgent legal clock of each open case stood when it was last read off the history: what lists are sorted and
 * filtered by. It can be read again at any time. What decides an order or a filter of open cases is in an index of these alone:
 * no row is read that is not shown, and none of a case that is over.
 */
export class CaseClocks1700000000281 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE case_clock (
        process_instance_key bigint REFERENCES process_instance ON DELETE CASCADE,
        procedure_version_id bigint,
        state text CHECK (state IN ('overdue', 'running', 'suspended', 'stopped')),
        soon boolean NOT NULL,
        urgency int,
        read_on date NOT NULL,
        read_at timestamptz NOT NULL,
        PRIMARY KEY (process_instance_key) INCLUDE (state, soon, urgency),
        CHECK ((state IS NULL) = (urgency IS NULL))
      );
      CREATE INDEX dossier_open ON dossier (process_instance_key)
        INCLUDE (procedure_version_id, procedure_key, public_status, channel) WHERE closed_at IS NULL;
      CREATE INDEX dossier_open_search ON dossier USING gin (search) WHERE coalesce(closed_at, 'infinity') = 'infinity';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
