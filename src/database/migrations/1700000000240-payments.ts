import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What cases ask to be paid, the visits to payment providers, the money that came and the money that goes back. These are
 * accounting records: they stay when their dossier is erased, and only forget which one it was.
 */
export class Payments1700000000240 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE payment_communication_seq;
      CREATE TABLE receipt_counter (year int PRIMARY KEY, last int NOT NULL);

      CREATE TABLE payment (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        job_key bigint NOT NULL UNIQUE,
        process_instance_id bigint NOT NULL,
        dossier_id bigint REFERENCES dossier ON DELETE SET NULL,
        dossier_reference text NOT NULL,
        procedure_key text NOT NULL,
        department text NOT NULL,
        lang text NOT NULL,
        token text NOT NULL UNIQUE,
        amount_cents int NOT NULL CHECK (amount_cents > 0),
        currency text NOT NULL CHECK (currency = 'EUR'),
        communication text NOT NULL UNIQUE CHECK (communication ~ '^[0-9]{12}$'),
        state text NOT NULL
          CHECK (state IN ('created', 'pending', 'failed', 'paid', 'expired', 'cancelled', 'refunded')),
        created_at timestamptz NOT NULL,
        paid_at timestamptz,
        receipt_number text UNIQUE,
        ended_at timestamptz,
        CHECK ((state IN ('paid', 'refunded')) = (paid_at IS NOT NULL)),
        CHECK ((paid_at IS NULL) = (receipt_number IS NULL)),
        CHECK ((state IN ('expired', 'cancelled', 'refunded')) = (ended_at IS NOT NULL))
      );
      CREATE INDEX payment_dossier ON payment (dossier_id) WHERE dossier_id IS NOT NULL;
      CREATE INDEX payment_open ON payment (process_instance_id) WHERE state IN ('created', 'pending', 'failed');
      CREATE INDEX payment_created ON payment (created_at, id);

      CREATE TABLE payment_attempt (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        payment_id bigint NOT NULL REFERENCES payment ON DELETE CASCADE,
        provider text NOT NULL,
        reference text,
        checkout_url text,
        state text NOT NULL CHECK (state IN ('begun', 'open', 'paid', 'failed', 'cancelled', 'expired')),
        created_at timestamptz NOT NULL,
        next_check_at timestamptz,
        ended_at timestamptz,
        UNIQUE (provider, reference),
        CHECK ((state IN ('begun', 'open')) = (ended_at IS NULL))
      );
      CREATE INDEX payment_attempt_payment ON payment_attempt (payment_id);
      CREATE UNIQUE INDEX payment_attempt_open ON payment_attempt (payment_id) WHERE state IN ('begun', 'open');
      CREATE INDEX payment_attempt_due ON payment_attempt (next_check_at) WHERE state IN ('begun', 'open');

      CREATE TABLE bank_file (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        sha256 text NOT NULL UNIQUE,
        format text NOT NULL CHECK (format IN ('coda', 'camt.053')),
        file_name text NOT NULL,
        account text NOT NULL,
        first_day text NOT NULL,
        last_day text NOT NULL,
        entries int NOT NULL,
        new_entries int NOT NULL,
        imported_by text NOT NULL,
        imported_at timestamptz NOT NULL
      );

      CREATE TABLE money_received (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        source text NOT NULL UNIQUE,
        means text NOT NULL CHECK (means IN ('online', 'transfer', 'cash', 'card')),
        amount_cents int NOT NULL CHECK (amount_cents > 0),
        received_at timestamptz NOT NULL,
        payment_id bigint REFERENCES payment,
        bank_file_id bigint REFERENCES bank_file,
        payer_name text,
        payer_iban text,
        remittance text,
        received_by text,
        problem text CHECK (problem IN ('unknown', 'too-little', 'too-much', 'double', 'late')),
        surplus_cents int NOT NULL CHECK (surplus_cents BETWEEN 0 AND amount_cents),
        settlement text CHECK (settlement IN ('assigned', 'accepted', 'refunded', 'kept', 'completed', 'automatic')),
        settled_at timestamptz,
        settled_by text,
        note text,
        CHECK ((settlement IS NULL) = (settled_at IS NULL)),
        CHECK (payment_id IS NOT NULL OR problem = 'unknown')
      );
      CREATE INDEX money_received_payment ON money_received (payment_id);
      CREATE INDEX money_received_at ON money_received (received_at, id);
      CREATE INDEX money_received_problem ON money_received (id) WHERE problem IS NOT NULL AND settled_at IS NULL;

      CREATE TABLE refund (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        key text NOT NULL UNIQUE,
        payment_id bigint REFERENCES payment,
        money_id bigint REFERENCES money_received,
        job_key bigint,
        amount_cents int NOT NULL CHECK (amount_cents > 0),
        reason text NOT NULL CHECK (reason IN ('surplus', 'unknown', 'withdrawal', 'decision')),
        way text NOT NULL CHECK (way IN ('online', 'transfer')),
        attempt_id bigint REFERENCES payment_attempt,
        iban text,
        holder text,
        state text NOT NULL CHECK (state IN ('asked', 'approved', 'sending', 'done', 'refused', 'failed')),
        provider_reference text,
        asked_at timestamptz NOT NULL,
        asked_by bigint REFERENCES account,
        approved_by bigint REFERENCES account,
        approved_name text,
        second_by bigint REFERENCES account,
        second_name text,
        next_check_at timestamptz,
        ended_at timestamptz,
        ended_by text,
        note text,
        CHECK (second_by IS NULL OR second_by <> approved_by),
        CHECK ((state IN ('done', 'refused')) = (ended_at IS NOT NULL)),
        CHECK (payment_id IS NOT NULL OR money_id IS NOT NULL)
      );
      CREATE INDEX refund_payment ON refund (payment_id);
      CREATE INDEX refund_money ON refund (money_id);
      CREATE INDEX refund_open ON refund (id) WHERE state IN ('asked', 'approved', 'sending', 'failed');

      CREATE TABLE simulated_payment (
        reference text PRIMARY KEY,
        order_key text NOT NULL UNIQUE,
        amount_cents int NOT NULL,
        paid_cents int NOT NULL,
        description text NOT NULL,
        return_url text NOT NULL,
        notice_url text NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'held', 'paid', 'failed', 'cancelled', 'expired')),
        created_at timestamptz NOT NULL
      );
      CREATE TABLE simulated_refund (
        reference text PRIMARY KEY,
        payment text NOT NULL REFERENCES simulated_payment ON DELETE CASCADE,
        amount_cents int NOT NULL
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
