import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Versions of whole procedures with all their files, and tests of them. What is a test stays one: the marks of dossiers,
 * documents, e-mails and process instances are held together here, whatever a program does.
 */
export class ProcedureVersions1700000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE definition ADD COLUMN test boolean NOT NULL DEFAULT false;

      CREATE TABLE procedure_version (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        procedure_key text NOT NULL,
        number int NOT NULL,
        version_tag text NOT NULL,
        checksum text NOT NULL,
        files jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('draft', 'test', 'scheduled', 'published', 'replaced', 'withdrawn')),
        effective_from timestamptz,
        test_token text UNIQUE,
        definition_id bigint REFERENCES definition,
        test_definition_id bigint REFERENCES definition,
        created_at timestamptz NOT NULL,
        UNIQUE (procedure_key, number),
        UNIQUE (procedure_key, checksum),
        CHECK (state NOT IN ('scheduled', 'published', 'replaced') OR effective_from IS NOT NULL),
        CHECK (state NOT IN ('published', 'replaced') OR definition_id IS NOT NULL),
        CHECK (state <> 'test' OR (test_token IS NOT NULL AND test_definition_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX procedure_version_offered ON procedure_version (procedure_key) WHERE state = 'published';
      CREATE INDEX procedure_version_due ON procedure_version (effective_from) WHERE state = 'scheduled';
      CREATE TRIGGER procedure_version_keeps_its_files
        BEFORE UPDATE OF procedure_key, number, checksum, files, created_at ON procedure_version
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE test_comment (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        procedure_version_id bigint NOT NULL REFERENCES procedure_version,
        page text NOT NULL,
        text text NOT NULL CHECK (text <> ''),
        at timestamptz NOT NULL
      );
      CREATE INDEX test_comment_version ON test_comment (procedure_version_id, id);

      ALTER TABLE draft
        ADD COLUMN procedure_version_id bigint REFERENCES procedure_version,
        ADD COLUMN test boolean NOT NULL DEFAULT false,
        ADD CHECK (NOT test OR procedure_version_id IS NOT NULL);

      ALTER TABLE dossier
        ADD COLUMN procedure_version_id bigint REFERENCES procedure_version,
        ADD COLUMN test boolean NOT NULL DEFAULT false,
        ADD CHECK (test = starts_with(reference, 'TEST-')),
        ADD CHECK (NOT test OR procedure_version_id IS NOT NULL),
        ADD UNIQUE (id, test);
      CREATE INDEX dossier_version ON dossier (procedure_version_id) WHERE closed_at IS NULL;
      CREATE INDEX dossier_test ON dossier (id) WHERE test;

      ALTER TABLE document
        ADD COLUMN test boolean NOT NULL DEFAULT false,
        ADD FOREIGN KEY (dossier_id, test) REFERENCES dossier (id, test) ON DELETE CASCADE;

      CREATE FUNCTION refuse_other_mark() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'A test stays a test, and what is real stays real.'; END $$;
      CREATE TRIGGER dossier_keeps_its_mark BEFORE UPDATE OF test ON dossier
        FOR EACH ROW WHEN (OLD.test <> NEW.test) EXECUTE FUNCTION refuse_other_mark();
      CREATE TRIGGER definition_keeps_its_mark BEFORE UPDATE OF test ON definition
        FOR EACH ROW WHEN (OLD.test <> NEW.test) EXECUTE FUNCTION refuse_other_mark();

      CREATE FUNCTION refuse_process_of_other_mark() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM process_instance i JOIN definition d ON d.id = i.process_definition_id
              WHERE i.id = NEW.process_instance_key AND d.test <> NEW.test)
            THEN RAISE EXCEPTION 'A test runs a process of tests, and what is real a real one.';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER dossier_runs_as_marked BEFORE INSERT OR UPDATE OF process_instance_key ON dossier
        FOR EACH ROW EXECUTE FUNCTION refuse_process_of_other_mark();

      CREATE FUNCTION refuse_definition_of_other_mark() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT count(DISTINCT test) FROM definition
              WHERE id IN (OLD.process_definition_id, NEW.process_definition_id)) > 1
            THEN RAISE EXCEPTION 'A test stays a test, and what is real stays real.';
          END IF;
          -- a case that goes on in another model goes on in its words, whoever took it there
          UPDATE dossier SET procedure_version_id = version.id
            FROM (SELECT id FROM procedure_version WHERE NEW.process_definition_id IN (definition_id, test_definition_id)
              ORDER BY number DESC LIMIT 1) version
            WHERE process_instance_key = NEW.id;
          RETURN NEW;
        END $$;
      CREATE TRIGGER process_instance_keeps_its_mark BEFORE UPDATE OF process_definition_id ON process_instance
        FOR EACH ROW WHEN (OLD.process_definition_id <> NEW.process_definition_id)
        EXECUTE FUNCTION refuse_definition_of_other_mark();

      CREATE FUNCTION refuse_mail_of_test() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM dossier WHERE id = NEW.dossier_id AND test
              AND (applicant_email IS DISTINCT FROM NEW.recipient OR NOT starts_with(NEW.subject, '[TEST] ')))
            THEN RAISE EXCEPTION 'An e-mail of a test goes to the tester alone, and says so.';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER mail_message_of_test BEFORE INSERT OR UPDATE OF recipient, subject, dossier_id ON mail_message
        FOR EACH ROW WHEN (NEW.dossier_id IS NOT NULL) EXECUTE FUNCTION refuse_mail_of_test();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
