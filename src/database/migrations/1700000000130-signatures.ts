import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that wait for their signatures, who is asked for them, in which order, and who stands in by which act. */
export class Signatures1700000000130 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE document DROP CONSTRAINT document_check1, DROP CONSTRAINT document_status_check;
      ALTER TABLE document
        ADD COLUMN signature_level text CHECK (signature_level IN ('seal', 'advanced', 'qualified')),
        ADD COLUMN signed_at timestamptz,
        ADD CONSTRAINT document_status_check CHECK (status IN ('pending', 'valid', 'refused', 'replaced', 'revoked')),
        ADD CONSTRAINT document_check1 CHECK ((status IN ('pending', 'valid')) = (ended_at IS NULL));

      ALTER TABLE absence ADD COLUMN delegation_act text;

      CREATE TABLE signature_request (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        job_key bigint NOT NULL UNIQUE,
        job_type text NOT NULL,
        dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
        process_instance_id bigint NOT NULL,
        level text NOT NULL CHECK (level IN ('seal', 'advanced', 'qualified')),
        remind_after bigint NOT NULL,
        late_after bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'done', 'withdrawn')),
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CHECK ((state = 'open') = (ended_at IS NULL))
      );
      CREATE INDEX signature_request_dossier ON signature_request (dossier_id);
      CREATE INDEX signature_request_open ON signature_request (job_key) WHERE state = 'open';

      CREATE TABLE signature (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        request_id bigint NOT NULL REFERENCES signature_request ON DELETE CASCADE,
        document_id bigint NOT NULL REFERENCES document ON DELETE CASCADE,
        position int NOT NULL CHECK (position > 0),
        account_id bigint REFERENCES account,
        title text NOT NULL,
        state text NOT NULL CHECK (state IN ('later', 'waiting', 'asked', 'signed', 'refused', 'withdrawn')),
        reached_at timestamptz,
        reminded_at timestamptz,
        late_at timestamptz,
        deputy_id bigint REFERENCES account,
        deputy_title text,
        deputy_act text,
        chosen_at timestamptz,
        asked_at timestamptz,
        signer_id bigint REFERENCES account,
        signer_title text,
        act text,
        prepared bytea,
        digest bytea,
        reference text,
        problem text CHECK (problem IN ('declined', 'expired', 'impossible')),
        reason text,
        ended_at timestamptz,
        UNIQUE (request_id, document_id, position),
        CHECK ((state IN ('signed', 'refused', 'withdrawn')) = (ended_at IS NOT NULL)),
        CHECK ((state = 'refused') = (reason IS NOT NULL))
      );
      CREATE INDEX signature_account ON signature (account_id) WHERE state IN ('waiting', 'asked');
      CREATE INDEX signature_reached ON signature (reached_at) WHERE state = 'waiting';
      CREATE INDEX signature_document ON signature (document_id);

      CREATE TABLE signature_view (
        signature_id bigint NOT NULL REFERENCES signature ON DELETE CASCADE,
        account_id bigint NOT NULL REFERENCES account,
        at timestamptz NOT NULL,
        PRIMARY KEY (signature_id, account_id)
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
