import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that are sent together, and payments that are paid at once. A basket of payments names nobody. */
export class Baskets1700000000260 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE basket_entry (
        draft_id bigint PRIMARY KEY REFERENCES draft ON DELETE CASCADE,
        added_at timestamptz NOT NULL
      );

      CREATE TABLE payment_basket (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        token text NOT NULL UNIQUE,
        communication text NOT NULL UNIQUE CHECK (communication ~ '^[0-9]{12}$'),
        lang text NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE TABLE payment_basket_item (
        basket_id bigint NOT NULL REFERENCES payment_basket ON DELETE CASCADE,
        payment_id bigint NOT NULL REFERENCES payment ON DELETE CASCADE,
        PRIMARY KEY (basket_id, payment_id)
      );
      CREATE INDEX payment_basket_item_payment ON payment_basket_item (payment_id);

      ALTER TABLE payment_attempt
        ALTER COLUMN payment_id DROP NOT NULL,
        ADD COLUMN basket_id bigint REFERENCES payment_basket ON DELETE CASCADE,
        ADD CHECK ((payment_id IS NULL) <> (basket_id IS NULL));
      CREATE INDEX payment_attempt_basket ON payment_attempt (basket_id) WHERE basket_id IS NOT NULL;
      CREATE UNIQUE INDEX payment_attempt_basket_open ON payment_attempt (basket_id)
        WHERE state IN ('begun', 'open') AND basket_id IS NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
