import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept of a dossier whose retention is over, what may not be erased meanwhile, and when the round was made. */
export class Retention1700000000071 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX dossier_closed ON dossier (closed_at) WHERE closed_at IS NOT NULL;

      CREATE TABLE legal_hold (
        dossier_id bigint PRIMARY KEY REFERENCES dossier,
        reason text NOT NULL,
        placed_by text NOT NULL,
        placed_at timestamptz NOT NULL
      );

      -- nothing about a person: that there was such a dossier, and that it was erased by which rule
      CREATE TABLE erased_dossier (
        id bigint PRIMARY KEY,
        reference text NOT NULL UNIQUE,
        procedure_key text NOT NULL,
        department text NOT NULL,
        channel text NOT NULL,
        outcome text NOT NULL,
        submitted_at timestamptz NOT NULL,
        closed_at timestamptz NOT NULL,
        rule text NOT NULL,
        erased_at timestamptz NOT NULL
      );
      CREATE INDEX erased_dossier_time ON erased_dossier (erased_at, id);
      CREATE TRIGGER erased_dossier_only_grows BEFORE UPDATE ON erased_dossier
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE retention_round (
        day date PRIMARY KEY,
        ended_at timestamptz NOT NULL,
        dossiers int NOT NULL,
        process_instances int NOT NULL,
        deliveries int NOT NULL
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
