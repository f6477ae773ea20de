import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cash that agents took is counted, department by department: what there should be, what there was, and why it differs. */
export class CashClosings1700000000301 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE cash_closing (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        department text NOT NULL,
        expected_cents int NOT NULL CHECK (expected_cents >= 0),
        counted_cents int NOT NULL CHECK (counted_cents >= 0),
        payments int NOT NULL,
        note text,
        closed_by text NOT NULL,
        closed_at timestamptz NOT NULL,
        CHECK (expected_cents = counted_cents OR note IS NOT NULL)
      );
      CREATE INDEX cash_closing_at ON cash_closing (closed_at, id);
      ALTER TABLE money_received ADD COLUMN cash_closing_id bigint REFERENCES cash_closing,
        ADD CHECK (cash_closing_id IS NULL OR means = 'cash');
      CREATE INDEX money_received_drawer ON money_received (payment_id) WHERE means = 'cash' AND cash_closing_id IS NULL;
      CREATE INDEX money_received_closing ON money_received (cash_closing_id) WHERE cash_closing_id IS NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
