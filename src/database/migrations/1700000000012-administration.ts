import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What administrators change: parameters of procedures and the organisation (every change is kept). */
export class Administration1700000000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE parameter_value (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        procedure_key text NOT NULL,
        name text NOT NULL,
        value jsonb NOT NULL,
        changed_by bigint NOT NULL REFERENCES account,
        at timestamptz NOT NULL
      );
      CREATE INDEX parameter_value_latest ON parameter_value (procedure_key, name, at DESC);
      CREATE TABLE organisation_change (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        kind text NOT NULL,
        data jsonb NOT NULL,
        changed_by bigint NOT NULL REFERENCES account,
        at timestamptz NOT NULL
      );
      ALTER TABLE account ADD COLUMN disabled_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
