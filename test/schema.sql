CREATE SEQUENCE agenda_item_id_seq;

CREATE SEQUENCE key_seq;

CREATE SEQUENCE payment_communication_seq;

CREATE SEQUENCE sitting_id_seq;

CREATE OR REPLACE FUNCTION public.drop_empty_history_months(border date)
 RETURNS SETOF text
 LANGUAGE plpgsql
AS $function$
      DECLARE
        name text;
        used boolean;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(hashtextextended('drop_empty_history_months', 0)) THEN RETURN; END IF;
        FOR name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent = 'history_entry'::regclass AND c.relname ~ '^history_entry_\d{4}_\d\d$'
            AND to_date(right(c.relname, 7), 'YYYY_MM') < border ORDER BY 1
        LOOP
          EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used;
          CONTINUE WHEN used;
          LOCK TABLE history_entry IN ACCESS EXCLUSIVE MODE;
          EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used; -- somebody was just writing
          CONTINUE WHEN used;
          EXECUTE format('DROP TABLE %I', name);
          RETURN NEXT replace(name, 'history_entry_', '');
        END LOOP;
      END $function$;

CREATE OR REPLACE FUNCTION public.history_month(month date)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
      DECLARE
        name text := 'history_entry_' || to_char(month, 'YYYY_MM');
        since timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
        before timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
      BEGIN
        IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
        -- who writes waits, here and not at a partition; who reads does not
        LOCK TABLE history_entry IN EXCLUSIVE MODE;
        IF to_regclass(name) IS NOT NULL THEN RETURN; END IF; -- by another program
        EXECUTE format('CREATE TABLE %I (LIKE history_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        LOCK TABLE history_entry_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('WITH moved AS (DELETE FROM history_entry_default WHERE at >= %L AND at < %L RETURNING *)
          INSERT INTO %I SELECT * FROM moved', since, before, name);
        EXECUTE format('ALTER TABLE history_entry ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, before);
      END $function$;

CREATE OR REPLACE FUNCTION public.name_process_of_entry()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        NEW.process_definition_id :=
          (SELECT process_definition_id FROM process_instance WHERE id = NEW.process_instance_id);
        IF NEW.kind = 'element.activated' THEN NEW.element := NEW.data->>'element'; END IF;
        RETURN NEW;
      END $function$;

CREATE OR REPLACE FUNCTION public.plain_words(text text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
        SELECT regexp_replace(
          replace(replace(translate(lower(text), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), 'œ', 'oe'), 'ß', 'ss'),
          '[^a-z0-9]+', ' ', 'g')
      $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RAISE EXCEPTION '% only grows: rows are never changed', TG_TABLE_NAME; END $function$;

CREATE OR REPLACE FUNCTION public.refuse_definition_of_other_mark()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
        END $function$;

CREATE OR REPLACE FUNCTION public.refuse_mail_of_test()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN
          IF EXISTS (SELECT FROM dossier WHERE id = NEW.dossier_id AND test
              AND (applicant_email IS DISTINCT FROM NEW.recipient OR NOT starts_with(NEW.subject, '[TEST] ')))
            THEN RAISE EXCEPTION 'An e-mail of a test goes to the tester alone, and says so.';
          END IF;
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION public.refuse_other_mark()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN RAISE EXCEPTION 'A test stays a test, and what is real stays real.'; END $function$;

CREATE OR REPLACE FUNCTION public.refuse_process_of_other_mark()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        BEGIN
          IF EXISTS (SELECT FROM process_instance i JOIN definition d ON d.id = i.process_definition_id
              WHERE i.id = NEW.process_instance_key AND d.test <> NEW.test)
            THEN RAISE EXCEPTION 'A test runs a process of tests, and what is real a real one.';
          END IF;
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION public.variable_marks(variables jsonb)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
        SELECT coalesce(array_agg(mark), '{}') FROM jsonb_each(variables) AS v(name, value), LATERAL (VALUES
          (hashtextextended(v.name, 1)),
          (hashtextextended(v.value::text, 2)),
          (hashtextextended(v.name || '=' || v.value::text, 3))) AS marked(mark)
      $function$;

CREATE TABLE absence (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  account_id bigint NOT NULL,
  deputy_id bigint NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  named_by bigint NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  delegation_act text,
  PRIMARY KEY (id),
  CHECK ((deputy_id <> account_id)),
  CHECK ((last_day >= first_day)),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (deputy_id) REFERENCES account(id),
  FOREIGN KEY (named_by) REFERENCES account(id)
);
CREATE INDEX absence_account ON absence USING btree (account_id, last_day);
CREATE INDEX absence_deputy ON absence USING btree (deputy_id, last_day) WHERE (ended_at IS NULL);

CREATE TABLE account (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  departments text[] NOT NULL DEFAULT '{}'::text[],
  password_hash text NOT NULL,
  lang text NOT NULL DEFAULT 'fr'::text,
  synthetic boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  first_password boolean NOT NULL DEFAULT false,
  clearance text NOT NULL DEFAULT 'normal'::text,
  PRIMARY KEY (id),
  UNIQUE (email),
  CHECK ((clearance = ANY (ARRAY['normal'::text, 'restricted'::text, 'secret'::text]))),
  CHECK ((email = lower(email))),
  CHECK ((role = ANY (ARRAY['citizen'::text, 'agent'::text, 'analyst'::text, 'administrator'::text])))
);
CREATE INDEX account_departments ON account USING gin (departments);

CREATE TABLE address_proof (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  token_hash bytea NOT NULL,
  purpose text NOT NULL,
  email text NOT NULL,
  name text,
  lang text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  person jsonb,
  PRIMARY KEY (id),
  UNIQUE (token_hash),
  CHECK ((email = lower(email))),
  CHECK ((purpose = ANY (ARRAY['registration'::text, 'new-password'::text, 'identity'::text])))
);
CREATE INDEX address_proof_expiry ON address_proof USING btree (expires_at);

CREATE TABLE agenda_item (
  id bigint NOT NULL,
  sitting_id bigint NOT NULL,
  process_instance_id bigint NOT NULL,
  dossier_id bigint,
  rank integer NOT NULL,
  reference text NOT NULL,
  subject text NOT NULL,
  proposal text NOT NULL,
  behind_closed_doors boolean NOT NULL,
  outcome text,
  wording text NOT NULL,
  urgent boolean NOT NULL,
  user_task_id bigint,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (sitting_id, process_instance_id),
  CHECK ((outcome = ANY (ARRAY['accepte'::text, 'accepte-modifie'::text, 'refuse'::text, 'retire'::text, 'reporte'::text]))),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE SET NULL,
  FOREIGN KEY (sitting_id) REFERENCES sitting(id)
);
CREATE INDEX agenda_item_dossier ON agenda_item USING btree (dossier_id) WHERE (dossier_id IS NOT NULL);

CREATE TABLE attachment (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  draft_id bigint,
  dossier_id bigint,
  field_key text NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  CHECK ((num_nonnulls(draft_id, dossier_id) = 1)),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE,
  FOREIGN KEY (draft_id) REFERENCES draft(id) ON DELETE CASCADE
);
CREATE INDEX attachment_dossier ON attachment USING btree (dossier_id) WHERE (dossier_id IS NOT NULL);
CREATE INDEX attachment_draft ON attachment USING btree (draft_id) WHERE (draft_id IS NOT NULL);

CREATE TABLE bank_file (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  sha256 text NOT NULL,
  format text NOT NULL,
  file_name text NOT NULL,
  account text NOT NULL,
  first_day text NOT NULL,
  last_day text NOT NULL,
  entries integer NOT NULL,
  new_entries integer NOT NULL,
  imported_by text NOT NULL,
  imported_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (sha256),
  CHECK ((format = ANY (ARRAY['coda'::text, 'camt.053'::text])))
);

CREATE TABLE basket_entry (
  draft_id bigint NOT NULL,
  added_at timestamp with time zone NOT NULL,
  PRIMARY KEY (draft_id),
  FOREIGN KEY (draft_id) REFERENCES draft(id) ON DELETE CASCADE
);

CREATE TABLE batch (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  type text NOT NULL,
  request jsonb NOT NULL,
  actor jsonb NOT NULL,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'canceled'::text, 'completed'::text])))
);
CREATE INDEX batch_open ON batch USING btree (id) WHERE (state = 'active'::text);

CREATE TABLE batch_item (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  batch_id bigint NOT NULL,
  process_instance_id bigint NOT NULL,
  state text NOT NULL,
  problem text,
  done_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['active'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
  FOREIGN KEY (batch_id) REFERENCES batch(id),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id) ON DELETE CASCADE
);
CREATE INDEX batch_item_batch ON batch_item USING btree (batch_id, id);
CREATE INDEX batch_item_open ON batch_item USING btree (batch_id, id) WHERE (state = 'active'::text);
CREATE INDEX batch_item_process_instance ON batch_item USING btree (process_instance_id);

CREATE TABLE case_clock (
  process_instance_key bigint NOT NULL,
  procedure_version_id bigint,
  state text,
  soon boolean NOT NULL,
  urgency integer,
  read_on date NOT NULL,
  read_at timestamp with time zone NOT NULL,
  PRIMARY KEY (process_instance_key) INCLUDE (state, soon, urgency),
  CHECK (((state IS NULL) = (urgency IS NULL))),
  CHECK ((state = ANY (ARRAY['overdue'::text, 'running'::text, 'suspended'::text, 'stopped'::text]))),
  FOREIGN KEY (process_instance_key) REFERENCES process_instance(id) ON DELETE CASCADE
);

CREATE TABLE cash_closing (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  department text NOT NULL,
  expected_cents integer NOT NULL,
  counted_cents integer NOT NULL,
  payments integer NOT NULL,
  note text,
  closed_by text NOT NULL,
  closed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  CHECK (((expected_cents = counted_cents) OR (note IS NOT NULL))),
  CHECK ((counted_cents >= 0)),
  CHECK ((expected_cents >= 0))
);
CREATE INDEX cash_closing_at ON cash_closing USING btree (closed_at, id);

CREATE TABLE conversation_entry (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  dossier_id bigint NOT NULL,
  side text NOT NULL,
  author_id bigint,
  author_name text NOT NULL,
  department text,
  text text NOT NULL,
  at timestamp with time zone NOT NULL,
  read_at timestamp with time zone,
  task_id bigint,
  PRIMARY KEY (id),
  CHECK ((side = ANY (ARRAY['applicant'::text, 'town'::text, 'note'::text]))),
  FOREIGN KEY (author_id) REFERENCES account(id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE,
  FOREIGN KEY (task_id) REFERENCES user_task(id) ON DELETE SET NULL
);
CREATE INDEX conversation_entry_dossier ON conversation_entry USING btree (dossier_id, id);
CREATE INDEX conversation_entry_unread ON conversation_entry USING btree (dossier_id) WHERE ((read_at IS NULL) AND (side = 'applicant'::text));

CREATE TABLE cosignature (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  job_key bigint NOT NULL,
  dossier_id bigint NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  lang text NOT NULL,
  sees jsonb NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  answer text,
  signed_name text,
  reason text,
  answered_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (job_key),
  CHECK ((((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (signed_name IS NULL)))),
  CHECK ((answer = ANY (ARRAY['confirme'::text, 'refuse'::text]))),
  CHECK ((lang = ANY (ARRAY['fr'::text, 'nl'::text, 'de'::text, 'en'::text]))),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE
);
CREATE INDEX cosignature_dossier ON cosignature USING btree (dossier_id);

CREATE TABLE decision_instance (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  evaluation_id bigint NOT NULL,
  key text NOT NULL,
  process_instance_id bigint,
  process_definition_id bigint,
  root_id bigint,
  element_instance text,
  definition_id bigint NOT NULL,
  root_definition_id bigint NOT NULL,
  failure text,
  value jsonb,
  inputs jsonb NOT NULL,
  rules jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (key)
);
CREATE INDEX decision_instance_at ON decision_instance USING btree (at, id);
CREATE INDEX decision_instance_definition ON decision_instance USING btree (definition_id, id);
CREATE INDEX decision_instance_evaluation ON decision_instance USING btree (evaluation_id);
CREATE INDEX decision_instance_failed ON decision_instance USING btree (id) WHERE (failure IS NOT NULL);
CREATE INDEX decision_instance_literal ON decision_instance USING btree (id) WHERE ((inputs = '[]'::jsonb) AND (rules = '[]'::jsonb));
CREATE INDEX decision_instance_process ON decision_instance USING btree (process_definition_id, id);
CREATE INDEX decision_instance_process_instance ON decision_instance USING btree (process_instance_id) WHERE (process_instance_id IS NOT NULL);
CREATE INDEX decision_instance_root ON decision_instance USING btree (root_definition_id, id);

CREATE TABLE definition (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  kind text NOT NULL,
  definition_id text NOT NULL,
  version integer NOT NULL,
  version_tag text,
  name text,
  resource_name text NOT NULL,
  content text NOT NULL,
  checksum text NOT NULL,
  procedure_key text,
  deployed_at timestamp with time zone NOT NULL,
  test boolean NOT NULL DEFAULT false,
  PRIMARY KEY (id),
  UNIQUE (kind, definition_id, version),
  CHECK ((kind = ANY (ARRAY['process'::text, 'decision'::text, 'requirements'::text, 'form'::text, 'resource'::text])))
);
CREATE TRIGGER definition_keeps_its_mark BEFORE UPDATE OF test ON definition FOR EACH ROW WHEN ((old.test <> new.test)) EXECUTE FUNCTION refuse_other_mark();

CREATE TABLE department (
  key text NOT NULL,
  names jsonb NOT NULL,
  email text,
  head_id bigint,
  PRIMARY KEY (key),
  FOREIGN KEY (head_id) REFERENCES account(id)
);

CREATE TABLE deployment (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  procedure_key text,
  deployed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE deployment_definition (
  deployment_id bigint NOT NULL,
  definition_id bigint NOT NULL,
  PRIMARY KEY (definition_id, deployment_id),
  FOREIGN KEY (definition_id) REFERENCES definition(id),
  FOREIGN KEY (deployment_id) REFERENCES deployment(id)
);
CREATE INDEX deployment_definition_deployment ON deployment_definition USING btree (deployment_id);

CREATE TABLE document (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  dossier_id bigint,
  job_key bigint,
  number text NOT NULL,
  template text NOT NULL,
  title text NOT NULL,
  lang text NOT NULL,
  status text NOT NULL,
  verification_code text NOT NULL,
  sha256 text NOT NULL,
  size integer NOT NULL,
  content bytea NOT NULL,
  subject_initials text NOT NULL,
  subject_birth_year text,
  issued_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  replaced_by bigint,
  ended_at timestamp with time zone,
  revocation_reason text,
  verifications integer NOT NULL DEFAULT 0,
  test boolean NOT NULL DEFAULT false,
  file_erased_at timestamp with time zone,
  signature_level text,
  signed_at timestamp with time zone,
  words jsonb,
  replaces bigint,
  replacing_reason text,
  sitting_id bigint,
  agenda_item_id bigint,
  PRIMARY KEY (id),
  UNIQUE (job_key),
  UNIQUE (number),
  UNIQUE (verification_code),
  CHECK (((dossier_id IS NOT NULL) OR (sitting_id IS NOT NULL))),
  CHECK (((replaces IS NULL) = (replacing_reason IS NULL))),
  CHECK (((status = 'replaced'::text) = (replaced_by IS NOT NULL))),
  CHECK (((status = ANY (ARRAY['pending'::text, 'valid'::text])) = (ended_at IS NULL))),
  CHECK ((signature_level = ANY (ARRAY['seal'::text, 'advanced'::text, 'qualified'::text]))),
  CHECK ((status = ANY (ARRAY['pending'::text, 'valid'::text, 'refused'::text, 'replaced'::text, 'revoked'::text]))),
  FOREIGN KEY (agenda_item_id) REFERENCES agenda_item(id) ON DELETE SET NULL,
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE,
  FOREIGN KEY (dossier_id, test) REFERENCES dossier(id, test) ON DELETE CASCADE,
  FOREIGN KEY (replaced_by) REFERENCES document(id),
  FOREIGN KEY (replaces) REFERENCES document(id),
  FOREIGN KEY (sitting_id) REFERENCES sitting(id)
);
CREATE INDEX document_dossier ON document USING btree (dossier_id);
CREATE INDEX document_file_kept ON document USING btree (issued_at, id) WHERE (file_erased_at IS NULL);
CREATE UNIQUE INDEX document_replacing ON document USING btree (replaces) WHERE (status = 'pending'::text);
CREATE UNIQUE INDEX document_sitting ON document USING btree (sitting_id, template, agenda_item_id) NULLS NOT DISTINCT WHERE ((sitting_id IS NOT NULL) AND (status = ANY (ARRAY['pending'::text, 'valid'::text])));

CREATE TABLE dossier (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  reference text NOT NULL,
  procedure_key text NOT NULL,
  form_id text NOT NULL,
  department text NOT NULL,
  process_instance_key bigint,
  account_id bigint,
  applicant_name text NOT NULL,
  applicant_email text,
  applicant_birth_date text,
  lang text NOT NULL,
  channel text NOT NULL,
  answers jsonb NOT NULL,
  tracking_code_hash bytea NOT NULL,
  public_status text NOT NULL,
  public_status_sequence bigint NOT NULL DEFAULT 0,
  public_status_at timestamp with time zone NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  search tsvector DEFAULT to_tsvector('simple'::regconfig, plain_words(((((((reference || ' '::text) || applicant_name) || ' '::text) || COALESCE(applicant_email, ''::text)) || ' '::text) || (answers)::text))),
  procedure_version_id bigint,
  test boolean NOT NULL DEFAULT false,
  confidentiality text NOT NULL DEFAULT 'normal'::text,
  readers bigint[] NOT NULL DEFAULT '{}'::bigint[],
  PRIMARY KEY (id),
  UNIQUE (id, test),
  UNIQUE (process_instance_key) INCLUDE (public_status, channel, procedure_key),
  UNIQUE (reference),
  UNIQUE (tracking_code_hash),
  CHECK (((NOT test) OR (procedure_version_id IS NOT NULL))),
  CHECK ((confidentiality = ANY (ARRAY['normal'::text, 'restricted'::text, 'secret'::text]))),
  CHECK ((test = starts_with(reference, 'TEST-'::text))),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (procedure_version_id) REFERENCES procedure_version(id)
);
CREATE INDEX dossier_account ON dossier USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX dossier_closed ON dossier USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX dossier_confidential ON dossier USING btree (process_instance_key) WHERE (confidentiality <> 'normal'::text);
CREATE INDEX dossier_department ON dossier USING btree (department, id);
CREATE INDEX dossier_open ON dossier USING btree (process_instance_key) INCLUDE (procedure_version_id, procedure_key, public_status, channel) WHERE (closed_at IS NULL);
CREATE INDEX dossier_open_search ON dossier USING gin (search) WHERE (COALESCE(closed_at, 'infinity'::timestamp with time zone) = 'infinity'::timestamp with time zone);
CREATE INDEX dossier_search ON dossier USING gin (search);
CREATE INDEX dossier_test ON dossier USING btree (id) WHERE test;
CREATE INDEX dossier_version ON dossier USING btree (procedure_version_id) WHERE (closed_at IS NULL);
CREATE TRIGGER dossier_keeps_its_mark BEFORE UPDATE OF test ON dossier FOR EACH ROW WHEN ((old.test <> new.test)) EXECUTE FUNCTION refuse_other_mark();
CREATE TRIGGER dossier_runs_as_marked BEFORE INSERT OR UPDATE OF process_instance_key ON dossier FOR EACH ROW EXECUTE FUNCTION refuse_process_of_other_mark();

CREATE TABLE dossier_counter (
  prefix text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (prefix, year)
);

CREATE TABLE draft (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  procedure_key text NOT NULL,
  form_id text NOT NULL,
  account_id bigint,
  lang text NOT NULL,
  answers jsonb NOT NULL DEFAULT '{}'::jsonb,
  pages_done text[] NOT NULL DEFAULT '{}'::text[],
  resume_code_hash bytea,
  dossier_id bigint,
  element text,
  element_instance text,
  submitted_at timestamp with time zone,
  sealed_tracking_code bytea,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  channel text NOT NULL DEFAULT 'online'::text,
  identity text,
  entered_by bigint,
  procedure_version_id bigint,
  test boolean NOT NULL DEFAULT false,
  PRIMARY KEY (id),
  UNIQUE (dossier_id, element, element_instance),
  UNIQUE (resume_code_hash),
  CHECK (((NOT test) OR (procedure_version_id IS NOT NULL))),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE,
  FOREIGN KEY (entered_by) REFERENCES account(id),
  FOREIGN KEY (procedure_version_id) REFERENCES procedure_version(id)
);
CREATE INDEX draft_account ON draft USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX draft_expires ON draft USING btree (expires_at);

CREATE TABLE erased_dossier (
  id bigint NOT NULL,
  reference text NOT NULL,
  procedure_key text NOT NULL,
  department text NOT NULL,
  channel text NOT NULL,
  outcome text NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone NOT NULL,
  rule text NOT NULL,
  erased_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (reference)
);
CREATE INDEX erased_dossier_time ON erased_dossier USING btree (erased_at, id);
CREATE TRIGGER erased_dossier_only_grows BEFORE UPDATE ON erased_dossier FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE exchanged_file (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  document_id text NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  process_id text,
  process_instance_id bigint,
  properties jsonb NOT NULL,
  actor jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (document_id)
);
CREATE INDEX exchanged_file_expiry ON exchanged_file USING btree (expires_at) WHERE (expires_at IS NOT NULL);

CREATE TABLE finished_job (
  id bigint NOT NULL,
  process_instance_id bigint NOT NULL,
  type text NOT NULL,
  element text NOT NULL,
  element_instance text NOT NULL,
  headers jsonb NOT NULL,
  listener text,
  worker text,
  retries integer NOT NULL,
  attempts integer NOT NULL,
  failure text,
  state text NOT NULL,
  error_code text,
  denied boolean,
  denied_reason text,
  created_at timestamp with time zone NOT NULL,
  locked_until timestamp with time zone,
  ended_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['completed'::text, 'error'::text, 'canceled'::text])))
);
CREATE INDEX finished_job_created ON finished_job USING btree (created_at, id);
CREATE INDEX finished_job_denied ON finished_job USING btree (denied, id) WHERE (denied IS NOT NULL);
CREATE INDEX finished_job_element ON finished_job USING btree (element, id);
CREATE INDEX finished_job_ended ON finished_job USING btree (ended_at, id);
CREATE INDEX finished_job_error ON finished_job USING btree (error_code, id) WHERE (error_code IS NOT NULL);
CREATE INDEX finished_job_failure ON finished_job USING btree (id) WHERE (failure IS NOT NULL);
CREATE INDEX finished_job_listener ON finished_job USING btree (listener, id) WHERE (listener IS NOT NULL);
CREATE INDEX finished_job_locked ON finished_job USING btree (locked_until, id);
CREATE INDEX finished_job_process_instance ON finished_job USING btree (process_instance_id);
CREATE INDEX finished_job_retries ON finished_job USING btree (retries, id);
CREATE INDEX finished_job_state ON finished_job USING btree (state, id) WHERE (state <> 'completed'::text);
CREATE INDEX finished_job_times ON finished_job USING brin (ended_at, created_at) WITH (pages_per_range='32');
CREATE INDEX finished_job_type ON finished_job USING btree (type, id);
CREATE INDEX finished_job_worker ON finished_job USING btree (worker, id);

CREATE TABLE history_entry (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  dossier_id bigint,
  process_instance_id bigint,
  kind text NOT NULL,
  actor jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  public boolean NOT NULL DEFAULT false,
  process_definition_id bigint,
  element text,
  PRIMARY KEY (id, at),
  CHECK (((dossier_id IS NOT NULL) OR (process_instance_id IS NOT NULL)))
) PARTITION BY RANGE (at);
CREATE TABLE history_entry_default PARTITION OF history_entry DEFAULT;
CREATE INDEX history_entry_act_kinds ON ONLY history_entry USING btree (kind, id) WHERE (kind = ANY (ARRAY['task.claimed'::text, 'task.assigned'::text, 'task.unclaimed'::text, 'task.updated'::text, 'task.completed'::text, 'incident.closed'::text, 'process-instance.terminated'::text, 'process-instance.migrated'::text]));
CREATE INDEX history_entry_actor ON ONLY history_entry USING btree (((actor ->> 'accountId'::text)), id) WHERE (kind = ANY (ARRAY['task.claimed'::text, 'task.assigned'::text, 'task.unclaimed'::text, 'task.updated'::text, 'task.completed'::text, 'incident.closed'::text, 'process-instance.terminated'::text, 'process-instance.migrated'::text]));
CREATE INDEX history_entry_acts ON ONLY history_entry USING btree (at, id) WHERE (kind = ANY (ARRAY['task.claimed'::text, 'task.assigned'::text, 'task.unclaimed'::text, 'task.updated'::text, 'task.completed'::text, 'incident.closed'::text, 'process-instance.terminated'::text, 'process-instance.migrated'::text]));
CREATE INDEX history_entry_acts_process ON ONLY history_entry USING btree (process_definition_id, id) WHERE (kind = ANY (ARRAY['task.claimed'::text, 'task.assigned'::text, 'task.unclaimed'::text, 'task.updated'::text, 'task.completed'::text, 'incident.closed'::text, 'process-instance.terminated'::text, 'process-instance.migrated'::text]));
CREATE INDEX history_entry_begun ON ONLY history_entry USING btree (at, id) WHERE (kind = 'element.activated'::text);
CREATE INDEX history_entry_begun_process ON ONLY history_entry USING btree (process_definition_id, id) WHERE (kind = 'element.activated'::text);
CREATE INDEX history_entry_dossier ON ONLY history_entry USING btree (dossier_id, id) WHERE (dossier_id IS NOT NULL);
CREATE INDEX history_entry_element ON ONLY history_entry USING btree (element, process_instance_id) WHERE (kind = 'element.activated'::text);
CREATE INDEX history_entry_over ON ONLY history_entry USING btree (at, id) WHERE (kind = ANY (ARRAY['element.completed'::text, 'element.terminated'::text]));
CREATE INDEX history_entry_process_instance ON ONLY history_entry USING btree (process_instance_id, id) WHERE (process_instance_id IS NOT NULL);
CREATE INDEX history_entry_times ON ONLY history_entry USING brin (at) WITH (pages_per_range='32');
CREATE TRIGGER history_entry_only_grows BEFORE UPDATE OF id, dossier_id, process_instance_id, kind, actor, at, data, public ON history_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER history_entry_process BEFORE INSERT ON history_entry FOR EACH ROW WHEN (((new.process_definition_id IS NULL) AND (new.process_instance_id IS NOT NULL))) EXECUTE FUNCTION name_process_of_entry();

CREATE TABLE history_erasure (
  case_id bigint NOT NULL,
  through integer NOT NULL,
  erased_at timestamp with time zone NOT NULL,
  seal bytea NOT NULL,
  PRIMARY KEY (case_id, through)
);
CREATE TRIGGER history_erasure_only_grows BEFORE UPDATE ON history_erasure FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE history_head (
  case_id bigint NOT NULL,
  length integer NOT NULL,
  hash bytea NOT NULL,
  seal bytea NOT NULL,
  PRIMARY KEY (case_id)
);

CREATE TABLE history_link (
  case_id bigint NOT NULL,
  position integer NOT NULL,
  entry_id bigint NOT NULL,
  hash bytea NOT NULL,
  linked_at timestamp with time zone NOT NULL,
  entry_at timestamp with time zone,
  round integer NOT NULL DEFAULT 0,
  PRIMARY KEY (case_id, "position"),
  UNIQUE (entry_id)
);
CREATE INDEX history_link_round ON history_link USING btree (round, entry_id);
CREATE TRIGGER history_link_only_grows BEFORE UPDATE ON history_link FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE history_round (
  number integer NOT NULL,
  links bigint NOT NULL,
  hash bytea NOT NULL,
  linked_at timestamp with time zone NOT NULL,
  last_entry bigint NOT NULL,
  horizon xid8 NOT NULL,
  linked_up_to bigint NOT NULL,
  PRIMARY KEY (number)
);
CREATE TRIGGER history_round_only_grows BEFORE UPDATE ON history_round FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE identity (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  account_id bigint NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  national_number text,
  given_name text NOT NULL,
  family_name text NOT NULL,
  birth_date date,
  created_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (account_id),
  UNIQUE (issuer, subject),
  UNIQUE (national_number),
  FOREIGN KEY (account_id) REFERENCES account(id)
);

CREATE TABLE identity_request (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  session_id bigint NOT NULL,
  state_hash bytea NOT NULL,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  assurance text NOT NULL,
  back text NOT NULL,
  answered_at timestamp with time zone,
  person jsonb,
  expires_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (state_hash),
  CHECK ((assurance = ANY (ARRAY['verified'::text, 'eid'::text]))),
  FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
CREATE INDEX identity_request_expiry ON identity_request USING btree (expires_at);
CREATE INDEX identity_request_session ON identity_request USING btree (session_id);

CREATE TABLE incident (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint NOT NULL,
  process_id text NOT NULL,
  incident text NOT NULL,
  element text NOT NULL,
  element_instance text NOT NULL,
  wait text,
  code text NOT NULL,
  message text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  resolved_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, incident),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX incident_code ON incident USING btree (code, id);
CREATE INDEX incident_created ON incident USING btree (created_at, id);
CREATE INDEX incident_element ON incident USING btree (element, id);
CREATE INDEX incident_message ON incident USING hash (message);
CREATE INDEX incident_open ON incident USING btree (created_at) WHERE (resolved_at IS NULL);
CREATE INDEX incident_process ON incident USING btree (process_id, id);

CREATE TABLE job (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint NOT NULL,
  wait text NOT NULL,
  type text NOT NULL,
  element text NOT NULL,
  element_instance text NOT NULL,
  headers jsonb NOT NULL,
  retries integer NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamp with time zone NOT NULL,
  failure text,
  created_at timestamp with time zone NOT NULL,
  worker text,
  locked_until timestamp with time zone,
  priority double precision NOT NULL DEFAULT 0,
  listener text,
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, wait),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX job_due ON job USING btree (due_at) WHERE (retries > 0);
CREATE INDEX job_type ON job USING btree (type, priority DESC, id) WHERE (retries > 0);

CREATE TABLE legal_hold (
  dossier_id bigint NOT NULL,
  reason text NOT NULL,
  placed_by text NOT NULL,
  placed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (dossier_id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id)
);

CREATE TABLE mail_message (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  idempotency_key text NOT NULL,
  dossier_id bigint,
  recipient text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  confidential text,
  status text NOT NULL,
  error text,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (idempotency_key),
  CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'kept'::text, 'failed'::text])))
);
CREATE INDEX mail_message_dossier ON mail_message USING btree (dossier_id) WHERE (dossier_id IS NOT NULL);
CREATE TRIGGER mail_message_of_test BEFORE INSERT OR UPDATE OF recipient, subject, dossier_id ON mail_message FOR EACH ROW WHEN ((new.dossier_id IS NOT NULL)) EXECUTE FUNCTION refuse_mail_of_test();

CREATE TABLE message (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  name text NOT NULL,
  correlation_key text NOT NULL,
  variables jsonb NOT NULL,
  message_id text,
  published_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (name, correlation_key, message_id)
);
CREATE INDEX message_buffer ON message USING btree (name, correlation_key, id);
CREATE INDEX message_expiry ON message USING btree (expires_at);
CREATE INDEX message_published ON message USING btree (published_at, id);

CREATE TABLE message_correlation (
  message_id bigint NOT NULL,
  process_id text NOT NULL,
  process_instance_id bigint NOT NULL,
  PRIMARY KEY (message_id, process_id),
  FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);
CREATE INDEX message_correlation_process ON message_correlation USING btree (process_id);
CREATE INDEX message_correlation_process_instance ON message_correlation USING btree (process_instance_id);

CREATE TABLE message_subscription (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint NOT NULL,
  process_id text NOT NULL,
  wait text NOT NULL,
  element text NOT NULL,
  element_instance text NOT NULL,
  message text NOT NULL,
  correlation_key text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, wait),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX message_subscription_created ON message_subscription USING btree (created_at, id);
CREATE INDEX message_subscription_element ON message_subscription USING btree (element);
CREATE INDEX message_subscription_message ON message_subscription USING btree (message, correlation_key);

CREATE TABLE money_received (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  source text NOT NULL,
  means text NOT NULL,
  amount_cents integer NOT NULL,
  received_at timestamp with time zone NOT NULL,
  payment_id bigint,
  bank_file_id bigint,
  payer_name text,
  payer_iban text,
  remittance text,
  received_by text,
  problem text,
  surplus_cents integer NOT NULL,
  settlement text,
  settled_at timestamp with time zone,
  settled_by text,
  note text,
  cash_closing_id bigint,
  PRIMARY KEY (id),
  UNIQUE (source),
  CHECK (((cash_closing_id IS NULL) OR (means = 'cash'::text))),
  CHECK (((payment_id IS NOT NULL) OR (problem = 'unknown'::text))),
  CHECK (((settlement IS NULL) = (settled_at IS NULL))),
  CHECK (((surplus_cents >= 0) AND (surplus_cents <= amount_cents))),
  CHECK ((amount_cents > 0)),
  CHECK ((means = ANY (ARRAY['online'::text, 'transfer'::text, 'cash'::text, 'card'::text]))),
  CHECK ((problem = ANY (ARRAY['unknown'::text, 'too-little'::text, 'too-much'::text, 'double'::text, 'late'::text]))),
  CHECK ((settlement = ANY (ARRAY['assigned'::text, 'accepted'::text, 'refunded'::text, 'kept'::text, 'completed'::text, 'automatic'::text]))),
  FOREIGN KEY (bank_file_id) REFERENCES bank_file(id),
  FOREIGN KEY (cash_closing_id) REFERENCES cash_closing(id),
  FOREIGN KEY (payment_id) REFERENCES payment(id)
);
CREATE INDEX money_received_at ON money_received USING btree (received_at, id);
CREATE INDEX money_received_closing ON money_received USING btree (cash_closing_id) WHERE (cash_closing_id IS NOT NULL);
CREATE INDEX money_received_drawer ON money_received USING btree (payment_id) WHERE ((means = 'cash'::text) AND (cash_closing_id IS NULL));
CREATE INDEX money_received_payment ON money_received USING btree (payment_id);
CREATE INDEX money_received_problem ON money_received USING btree (id) WHERE ((problem IS NOT NULL) AND (settled_at IS NULL));

CREATE TABLE notification (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  key text NOT NULL,
  account_id bigint NOT NULL,
  dossier_id bigint NOT NULL,
  topic text NOT NULL,
  subject text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  read_at timestamp with time zone,
  digest_due_at timestamp with time zone,
  digested_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (key),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE
);
CREATE INDEX notification_account ON notification USING btree (account_id, id);
CREATE INDEX notification_digest ON notification USING btree (digest_due_at) WHERE ((digest_due_at IS NOT NULL) AND (digested_at IS NULL));
CREATE INDEX notification_dossier ON notification USING btree (dossier_id);
CREATE INDEX notification_unread ON notification USING btree (account_id) WHERE (read_at IS NULL);

CREATE TABLE notification_choice (
  account_id bigint NOT NULL,
  topic text NOT NULL,
  email text NOT NULL,
  sms boolean NOT NULL,
  PRIMARY KEY (account_id, topic),
  CHECK (((topic <> 'law'::text) OR (email = 'now'::text))),
  CHECK ((email = ANY (ARRAY['now'::text, 'daily'::text, 'weekly'::text, 'never'::text]))),
  CHECK ((topic = ANY (ARRAY['law'::text, 'messages'::text, 'payments'::text, 'progress'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);

CREATE TABLE opinion_file (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  request_id bigint NOT NULL,
  field_key text NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (request_id) REFERENCES opinion_request(id) ON DELETE CASCADE
);
CREATE INDEX opinion_file_request ON opinion_file USING btree (request_id);

CREATE TABLE opinion_link (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  request_id bigint NOT NULL,
  token_hash bytea,
  kind text NOT NULL,
  cause text NOT NULL,
  recipient text NOT NULL,
  sent_at timestamp with time zone NOT NULL,
  sent_by text,
  reason text,
  revoked_at timestamp with time zone,
  revoked_by text,
  revoked_because text,
  PRIMARY KEY (id),
  UNIQUE (cause),
  UNIQUE (token_hash),
  CHECK (((revoked_at IS NULL) = (revoked_because IS NULL))),
  CHECK ((kind = ANY (ARRAY['asked'::text, 'reminder'::text, 'resent'::text]))),
  FOREIGN KEY (request_id) REFERENCES opinion_request(id) ON DELETE CASCADE
);
CREATE INDEX opinion_link_request ON opinion_link USING btree (request_id);

CREATE TABLE opinion_request (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  job_key bigint NOT NULL,
  dossier_id bigint NOT NULL,
  process_instance_id bigint NOT NULL,
  task text NOT NULL,
  adviser text NOT NULL,
  name text NOT NULL,
  email text,
  lang text NOT NULL,
  outside boolean NOT NULL,
  question text NOT NULL,
  template text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  open_until timestamp with time zone NOT NULL,
  silence text,
  silent_at timestamp with time zone,
  draft jsonb NOT NULL DEFAULT '{}'::jsonb,
  answers jsonb,
  verdict text,
  answered_at timestamp with time zone,
  answered_by text,
  late boolean NOT NULL DEFAULT false,
  PRIMARY KEY (id),
  UNIQUE (job_key),
  CHECK ((((verdict IS NULL) = (answered_at IS NULL)) AND ((verdict IS NULL) = (answers IS NULL)))),
  CHECK (((NOT late) OR (verdict IS NOT NULL))),
  CHECK (((silence IS NULL) = (silent_at IS NULL))),
  CHECK ((lang = ANY (ARRAY['fr'::text, 'nl'::text, 'de'::text, 'en'::text]))),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE
);
CREATE INDEX opinion_request_dossier ON opinion_request USING btree (dossier_id);

CREATE TABLE organisation_change (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  kind text NOT NULL,
  data jsonb NOT NULL,
  changed_by bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (changed_by) REFERENCES account(id)
);

CREATE TABLE outbox_entry (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  topic text NOT NULL,
  payload jsonb NOT NULL,
  due_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  failures integer NOT NULL DEFAULT 0,
  failure text,
  failed_at timestamp with time zone,
  wish text,
  PRIMARY KEY (id),
  CHECK ((wish = ANY (ARRAY['retry'::text, 'discard'::text])))
);
CREATE INDEX outbox_entry_age ON outbox_entry USING brin (created_at) WITH (pages_per_range='32');
CREATE INDEX outbox_entry_failing ON outbox_entry USING btree (failed_at) WHERE (failures > 0);
CREATE INDEX outbox_entry_sent ON outbox_entry USING btree (GREATEST(sent_at, due_at)) WHERE (sent_at IS NOT NULL);
CREATE INDEX outbox_entry_unsent ON outbox_entry USING btree (id) WHERE (sent_at IS NULL);
CREATE INDEX outbox_entry_wish ON outbox_entry USING btree (id) WHERE (wish IS NOT NULL);

CREATE TABLE parameter_value (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  procedure_key text NOT NULL,
  name text NOT NULL,
  value jsonb NOT NULL,
  changed_by bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY (changed_by) REFERENCES account(id)
);
CREATE INDEX parameter_value_latest ON parameter_value USING btree (procedure_key, name, at DESC);

CREATE TABLE payment (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  job_key bigint NOT NULL,
  process_instance_id bigint NOT NULL,
  dossier_id bigint,
  dossier_reference text NOT NULL,
  procedure_key text NOT NULL,
  department text NOT NULL,
  lang text NOT NULL,
  token text NOT NULL,
  amount_cents integer NOT NULL,
  currency text NOT NULL,
  communication text NOT NULL,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  paid_at timestamp with time zone,
  receipt_number text,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (communication),
  UNIQUE (job_key),
  UNIQUE (receipt_number),
  UNIQUE (token),
  CHECK (((paid_at IS NULL) = (receipt_number IS NULL))),
  CHECK (((state = ANY (ARRAY['expired'::text, 'cancelled'::text, 'refunded'::text])) = (ended_at IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['paid'::text, 'refunded'::text])) = (paid_at IS NOT NULL))),
  CHECK ((amount_cents > 0)),
  CHECK ((communication ~ '^[0-9]{12}$'::text)),
  CHECK ((currency = 'EUR'::text)),
  CHECK ((state = ANY (ARRAY['created'::text, 'pending'::text, 'failed'::text, 'paid'::text, 'expired'::text, 'cancelled'::text, 'refunded'::text]))),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE SET NULL
);
CREATE INDEX payment_created ON payment USING btree (created_at, id);
CREATE INDEX payment_dossier ON payment USING btree (dossier_id) WHERE (dossier_id IS NOT NULL);
CREATE INDEX payment_open ON payment USING btree (process_instance_id) WHERE (state = ANY (ARRAY['created'::text, 'pending'::text, 'failed'::text]));

CREATE TABLE payment_attempt (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  payment_id bigint,
  provider text NOT NULL,
  reference text,
  checkout_url text,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  next_check_at timestamp with time zone,
  ended_at timestamp with time zone,
  basket_id bigint,
  PRIMARY KEY (id),
  UNIQUE (provider, reference),
  CHECK (((payment_id IS NULL) <> (basket_id IS NULL))),
  CHECK (((state = ANY (ARRAY['begun'::text, 'open'::text])) = (ended_at IS NULL))),
  CHECK ((state = ANY (ARRAY['begun'::text, 'open'::text, 'paid'::text, 'failed'::text, 'cancelled'::text, 'expired'::text]))),
  FOREIGN KEY (basket_id) REFERENCES payment_basket(id) ON DELETE CASCADE,
  FOREIGN KEY (payment_id) REFERENCES payment(id) ON DELETE CASCADE
);
CREATE INDEX payment_attempt_basket ON payment_attempt USING btree (basket_id) WHERE (basket_id IS NOT NULL);
CREATE INDEX payment_attempt_due ON payment_attempt USING btree (next_check_at) WHERE (state = ANY (ARRAY['begun'::text, 'open'::text]));
CREATE INDEX payment_attempt_payment ON payment_attempt USING btree (payment_id);
CREATE UNIQUE INDEX payment_attempt_basket_open ON payment_attempt USING btree (basket_id) WHERE ((state = ANY (ARRAY['begun'::text, 'open'::text])) AND (basket_id IS NOT NULL));
CREATE UNIQUE INDEX payment_attempt_open ON payment_attempt USING btree (payment_id) WHERE (state = ANY (ARRAY['begun'::text, 'open'::text]));

CREATE TABLE payment_basket (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  token text NOT NULL,
  communication text NOT NULL,
  lang text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (communication),
  UNIQUE (token),
  CHECK ((communication ~ '^[0-9]{12}$'::text))
);

CREATE TABLE payment_basket_item (
  basket_id bigint NOT NULL,
  payment_id bigint NOT NULL,
  PRIMARY KEY (basket_id, payment_id),
  FOREIGN KEY (basket_id) REFERENCES payment_basket(id) ON DELETE CASCADE,
  FOREIGN KEY (payment_id) REFERENCES payment(id) ON DELETE CASCADE
);
CREATE INDEX payment_basket_item_payment ON payment_basket_item USING btree (payment_id);

CREATE TABLE phone_number (
  account_id bigint NOT NULL,
  phone text NOT NULL,
  code_hash bytea,
  code_expires_at timestamp with time zone,
  verified_at timestamp with time zone,
  PRIMARY KEY (account_id),
  CHECK (((code_hash IS NULL) = (code_expires_at IS NULL))),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);

CREATE TABLE procedure_version (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  procedure_key text NOT NULL,
  number integer NOT NULL,
  version_tag text NOT NULL,
  checksum text NOT NULL,
  files jsonb NOT NULL,
  state text NOT NULL,
  effective_from timestamp with time zone,
  test_token text,
  definition_id bigint,
  test_definition_id bigint,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (procedure_key, checksum),
  UNIQUE (procedure_key, number),
  UNIQUE (test_token),
  CHECK (((state <> 'test'::text) OR ((test_token IS NOT NULL) AND (test_definition_id IS NOT NULL)))),
  CHECK (((state <> ALL (ARRAY['published'::text, 'replaced'::text])) OR (definition_id IS NOT NULL))),
  CHECK (((state <> ALL (ARRAY['scheduled'::text, 'published'::text, 'replaced'::text])) OR (effective_from IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'test'::text, 'scheduled'::text, 'published'::text, 'replaced'::text, 'withdrawn'::text]))),
  FOREIGN KEY (definition_id) REFERENCES definition(id),
  FOREIGN KEY (test_definition_id) REFERENCES definition(id)
);
CREATE INDEX procedure_version_due ON procedure_version USING btree (effective_from) WHERE (state = 'scheduled'::text);
CREATE UNIQUE INDEX procedure_version_offered ON procedure_version USING btree (procedure_key) WHERE (state = 'published'::text);
CREATE TRIGGER procedure_version_keeps_its_files BEFORE UPDATE OF procedure_key, number, checksum, files, created_at ON procedure_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE process_element (
  process_definition_id bigint NOT NULL,
  element text NOT NULL,
  type text NOT NULL,
  name text NOT NULL,
  conditional boolean NOT NULL,
  PRIMARY KEY (process_definition_id, element),
  FOREIGN KEY (process_definition_id) REFERENCES definition(id) ON DELETE CASCADE
);
CREATE INDEX process_element_element ON process_element USING btree (element);
CREATE INDEX process_element_name ON process_element USING btree (name);

CREATE TABLE process_instance (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_definition_id bigint NOT NULL,
  process_id text NOT NULL,
  root_id bigint NOT NULL,
  parent_id bigint,
  parent_wait text,
  business_id text,
  start_correlation_key text,
  status text NOT NULL,
  state jsonb NOT NULL,
  steps integer NOT NULL,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  result_marks bigint[] DEFAULT 
CASE
    WHEN (ended_at IS NOT NULL) THEN variable_marks((state -> 'result'::text))
    ELSE NULL::bigint[]
END,
  PRIMARY KEY (id),
  CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'completed'::text, 'terminated'::text]))),
  FOREIGN KEY (parent_id) REFERENCES process_instance(id),
  FOREIGN KEY (process_definition_id) REFERENCES definition(id),
  FOREIGN KEY (root_id) REFERENCES process_instance(id)
);
CREATE INDEX process_instance_business ON process_instance USING btree (business_id) WHERE (business_id IS NOT NULL);
CREATE INDEX process_instance_definition ON process_instance USING btree (process_definition_id, id);
CREATE INDEX process_instance_ended ON process_instance USING btree (ended_at, id);
CREATE INDEX process_instance_marks ON process_instance USING gin (result_marks) WHERE (ended_at IS NOT NULL);
CREATE INDEX process_instance_open ON process_instance USING btree (id) INCLUDE (root_id) WHERE (ended_at IS NULL);
CREATE INDEX process_instance_parent ON process_instance USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX process_instance_process ON process_instance USING btree (process_id, started_at);
CREATE INDEX process_instance_root ON process_instance USING btree (root_id);
CREATE INDEX process_instance_started ON process_instance USING btree (started_at, id);
CREATE INDEX process_instance_tags ON process_instance USING gin (tags) WHERE (tags <> '{}'::text[]);
CREATE UNIQUE INDEX process_instance_start_key ON process_instance USING btree (process_id, start_correlation_key) WHERE ((status = ANY (ARRAY['active'::text, 'suspended'::text])) AND (start_correlation_key IS NOT NULL));
CREATE TRIGGER process_instance_keeps_its_mark BEFORE UPDATE OF process_definition_id ON process_instance FOR EACH ROW WHEN ((old.process_definition_id <> new.process_definition_id)) EXECUTE FUNCTION refuse_definition_of_other_mark();

CREATE TABLE queue_figure (
  queue text NOT NULL,
  minute timestamp with time zone NOT NULL,
  completed integer NOT NULL,
  failed integer NOT NULL,
  PRIMARY KEY (queue, minute)
);

CREATE TABLE queue_state (
  queue text NOT NULL,
  counts jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (queue)
);

CREATE TABLE rate_limit (
  key character varying(255) NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  PRIMARY KEY (key)
);

CREATE TABLE receipt_counter (
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (year)
);

CREATE TABLE refund (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  key text NOT NULL,
  payment_id bigint,
  money_id bigint,
  job_key bigint,
  amount_cents integer NOT NULL,
  reason text NOT NULL,
  way text NOT NULL,
  attempt_id bigint,
  iban text,
  holder text,
  state text NOT NULL,
  provider_reference text,
  asked_at timestamp with time zone NOT NULL,
  asked_by bigint,
  approved_by bigint,
  approved_name text,
  second_by bigint,
  second_name text,
  next_check_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  note text,
  PRIMARY KEY (id),
  UNIQUE (key),
  CHECK (((payment_id IS NOT NULL) OR (money_id IS NOT NULL))),
  CHECK (((second_by IS NULL) OR (second_by <> approved_by))),
  CHECK (((state = ANY (ARRAY['done'::text, 'refused'::text])) = (ended_at IS NOT NULL))),
  CHECK ((amount_cents > 0)),
  CHECK ((reason = ANY (ARRAY['surplus'::text, 'unknown'::text, 'withdrawal'::text, 'decision'::text]))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'sending'::text, 'done'::text, 'refused'::text, 'failed'::text]))),
  CHECK ((way = ANY (ARRAY['online'::text, 'transfer'::text]))),
  FOREIGN KEY (approved_by) REFERENCES account(id),
  FOREIGN KEY (asked_by) REFERENCES account(id),
  FOREIGN KEY (attempt_id) REFERENCES payment_attempt(id),
  FOREIGN KEY (money_id) REFERENCES money_received(id),
  FOREIGN KEY (payment_id) REFERENCES payment(id),
  FOREIGN KEY (second_by) REFERENCES account(id)
);
CREATE INDEX refund_money ON refund USING btree (money_id);
CREATE INDEX refund_open ON refund USING btree (id) WHERE (state = ANY (ARRAY['asked'::text, 'approved'::text, 'sending'::text, 'failed'::text]));
CREATE INDEX refund_payment ON refund USING btree (payment_id);

CREATE TABLE retention_round (
  day date NOT NULL,
  ended_at timestamp with time zone NOT NULL,
  dossiers integer NOT NULL,
  process_instances integer NOT NULL,
  deliveries integer NOT NULL,
  PRIMARY KEY (day)
);

CREATE TABLE satisfaction (
  dossier_id bigint NOT NULL,
  score integer NOT NULL,
  comment text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (dossier_id),
  CHECK (((score >= 1) AND (score <= 5))),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE
);

CREATE TABLE saved_view (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  account_id bigint NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (account_id, name),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);

CREATE TABLE session (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  token_hash bytea NOT NULL,
  account_id bigint,
  lang text,
  draft_ids bigint[] NOT NULL DEFAULT '{}'::bigint[],
  grants jsonb NOT NULL DEFAULT '[]'::jsonb,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  assurance text,
  PRIMARY KEY (id),
  UNIQUE (token_hash),
  CHECK ((assurance = ANY (ARRAY['account'::text, 'verified'::text, 'eid'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX session_expires ON session USING btree (expires_at);

CREATE TABLE signal_subscription (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint NOT NULL,
  wait text NOT NULL,
  element text NOT NULL,
  element_instance text NOT NULL,
  signal text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, wait),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX signal_subscription_signal ON signal_subscription USING btree (signal);

CREATE TABLE signature (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  request_id bigint NOT NULL,
  document_id bigint NOT NULL,
  position integer NOT NULL,
  account_id bigint,
  title text NOT NULL,
  state text NOT NULL,
  reached_at timestamp with time zone,
  reminded_at timestamp with time zone,
  late_at timestamp with time zone,
  deputy_id bigint,
  deputy_title text,
  deputy_act text,
  chosen_at timestamp with time zone,
  asked_at timestamp with time zone,
  signer_id bigint,
  signer_title text,
  act text,
  prepared bytea,
  digest bytea,
  reference text,
  problem text,
  reason text,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (request_id, document_id, "position"),
  CHECK (("position" > 0)),
  CHECK (((state = 'refused'::text) = (reason IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['signed'::text, 'refused'::text, 'withdrawn'::text])) = (ended_at IS NOT NULL))),
  CHECK ((problem = ANY (ARRAY['declined'::text, 'expired'::text, 'impossible'::text]))),
  CHECK ((state = ANY (ARRAY['later'::text, 'waiting'::text, 'asked'::text, 'signed'::text, 'refused'::text, 'withdrawn'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (deputy_id) REFERENCES account(id),
  FOREIGN KEY (document_id) REFERENCES document(id) ON DELETE CASCADE,
  FOREIGN KEY (request_id) REFERENCES signature_request(id) ON DELETE CASCADE,
  FOREIGN KEY (signer_id) REFERENCES account(id)
);
CREATE INDEX signature_account ON signature USING btree (account_id) WHERE (state = ANY (ARRAY['waiting'::text, 'asked'::text]));
CREATE INDEX signature_document ON signature USING btree (document_id);
CREATE INDEX signature_reached ON signature USING btree (reached_at) WHERE (state = 'waiting'::text);

CREATE TABLE signature_request (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  job_key bigint,
  job_type text NOT NULL,
  dossier_id bigint,
  process_instance_id bigint,
  level text NOT NULL,
  remind_after bigint NOT NULL,
  late_after bigint NOT NULL,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (job_key),
  CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  CHECK ((level = ANY (ARRAY['seal'::text, 'advanced'::text, 'qualified'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'withdrawn'::text]))),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id) ON DELETE CASCADE
);
CREATE INDEX signature_request_dossier ON signature_request USING btree (dossier_id);
CREATE INDEX signature_request_open ON signature_request USING btree (job_key) WHERE (state = 'open'::text);

CREATE TABLE signature_view (
  signature_id bigint NOT NULL,
  account_id bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (signature_id, account_id),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (signature_id) REFERENCES signature(id) ON DELETE CASCADE
);

CREATE TABLE signing_key (
  id text NOT NULL,
  certificate bytea NOT NULL,
  private_key bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE simulated_payment (
  reference text NOT NULL,
  order_key text NOT NULL,
  amount_cents integer NOT NULL,
  paid_cents integer NOT NULL,
  description text NOT NULL,
  return_url text NOT NULL,
  notice_url text NOT NULL,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (reference),
  UNIQUE (order_key),
  CHECK ((state = ANY (ARRAY['open'::text, 'held'::text, 'paid'::text, 'failed'::text, 'cancelled'::text, 'expired'::text])))
);

CREATE TABLE simulated_refund (
  reference text NOT NULL,
  payment text NOT NULL,
  amount_cents integer NOT NULL,
  PRIMARY KEY (reference),
  FOREIGN KEY (payment) REFERENCES simulated_payment(reference) ON DELETE CASCADE
);

CREATE TABLE sitting (
  id bigint NOT NULL,
  body text NOT NULL,
  department text NOT NULL,
  held_at timestamp with time zone NOT NULL,
  place text NOT NULL,
  state text NOT NULL,
  present text NOT NULL,
  planned_by text NOT NULL,
  convened_at timestamp with time zone,
  convened_by text,
  closed_at timestamp with time zone,
  closed_by text,
  PRIMARY KEY (id),
  CHECK ((((state = 'closed'::text) = (closed_at IS NOT NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL)))),
  CHECK ((((state = 'prepared'::text) = (convened_at IS NULL)) AND ((convened_at IS NULL) = (convened_by IS NULL)))),
  CHECK ((body = ANY (ARRAY['college'::text, 'council'::text, 'mayor'::text]))),
  CHECK ((state = ANY (ARRAY['prepared'::text, 'convened'::text, 'closed'::text]))),
  FOREIGN KEY (department) REFERENCES department(key)
);
CREATE INDEX sitting_department ON sitting USING btree (department, held_at);

CREATE TABLE sms_message (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  key text NOT NULL,
  account_id bigint NOT NULL,
  recipient text NOT NULL,
  text text NOT NULL,
  status text NOT NULL,
  error text,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (key),
  CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'kept'::text, 'failed'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX sms_message_account ON sms_message USING btree (account_id);

CREATE TABLE start_subscription (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_definition_id bigint NOT NULL,
  process_id text NOT NULL,
  element text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  part integer,
  PRIMARY KEY (id),
  UNIQUE (kind, name, process_id, element),
  CHECK ((kind = ANY (ARRAY['message'::text, 'signal'::text]))),
  FOREIGN KEY (process_definition_id) REFERENCES definition(id)
);
CREATE INDEX start_subscription_process ON start_subscription USING btree (process_id);

CREATE TABLE task_draft (
  task_id bigint NOT NULL,
  posted jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  PRIMARY KEY (task_id),
  FOREIGN KEY (task_id) REFERENCES user_task(id) ON DELETE CASCADE
);

CREATE TABLE task_reminder (
  task_id bigint NOT NULL,
  kind text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  after bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (task_id, kind, due_at, after),
  CHECK ((kind = ANY (ARRAY['reminder'::text, 'escalation'::text]))),
  FOREIGN KEY (task_id) REFERENCES user_task(id) ON DELETE CASCADE
);

CREATE TABLE task_watch (
  task_id bigint NOT NULL,
  remind_after bigint[] NOT NULL,
  escalate_after bigint,
  earliest bigint,
  assigned_to text,
  assigned_at timestamp with time zone,
  PRIMARY KEY (task_id),
  FOREIGN KEY (task_id) REFERENCES user_task(id) ON DELETE CASCADE
);
CREATE INDEX task_watch_assigned ON task_watch USING btree (assigned_to, assigned_at);
CREATE INDEX task_watch_earliest ON task_watch USING btree (earliest);

CREATE TABLE test_comment (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  procedure_version_id bigint NOT NULL,
  page text NOT NULL,
  text text NOT NULL,
  at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  CHECK ((text <> ''::text)),
  FOREIGN KEY (procedure_version_id) REFERENCES procedure_version(id)
);
CREATE INDEX test_comment_version ON test_comment USING btree (procedure_version_id, id);

CREATE TABLE timer (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint,
  wait text,
  process_definition_id bigint,
  element text NOT NULL,
  element_instance text,
  schedule jsonb,
  due_at timestamp with time zone NOT NULL,
  alarmed boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, wait),
  CHECK (((process_instance_id IS NULL) <> (process_definition_id IS NULL))),
  FOREIGN KEY (process_definition_id) REFERENCES definition(id),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX timer_due ON timer USING btree (due_at);
CREATE INDEX timer_start ON timer USING btree (process_definition_id) WHERE (process_definition_id IS NOT NULL);

CREATE TABLE user_task (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint NOT NULL,
  process_definition_id bigint NOT NULL,
  process_id text NOT NULL,
  wait text NOT NULL,
  element text NOT NULL,
  element_instance text NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  assignee text,
  candidate_groups text[] NOT NULL,
  candidate_users text[] NOT NULL,
  due_at timestamp with time zone,
  follow_up_at timestamp with time zone,
  priority integer NOT NULL,
  form jsonb,
  headers jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  owner text,
  delegate text,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['created'::text, 'completed'::text, 'canceled'::text]))),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX user_task_assignee ON user_task USING btree (assignee) WHERE (state = 'created'::text);
CREATE INDEX user_task_assignee_ever ON user_task USING btree (assignee, id) WHERE (assignee IS NOT NULL);
CREATE INDEX user_task_canceled ON user_task USING btree (id) WHERE (state = 'canceled'::text);
CREATE INDEX user_task_candidates ON user_task USING gin (candidate_groups, candidate_users) WHERE (state = 'created'::text);
CREATE INDEX user_task_created ON user_task USING btree (created_at, id);
CREATE INDEX user_task_definition ON user_task USING btree (process_definition_id, id);
CREATE INDEX user_task_due ON user_task USING btree (due_at) WHERE (state = 'created'::text);
CREATE INDEX user_task_due_ever ON user_task USING btree (due_at, id) WHERE (due_at IS NOT NULL);
CREATE INDEX user_task_element ON user_task USING btree (element, id);
CREATE INDEX user_task_ended ON user_task USING btree (ended_at, id) WHERE (ended_at IS NOT NULL);
CREATE INDEX user_task_follow_up ON user_task USING btree (follow_up_at) WHERE (follow_up_at IS NOT NULL);
CREATE INDEX user_task_groups_ended ON user_task USING gin (candidate_groups) WHERE (state <> 'created'::text);
CREATE INDEX user_task_owner ON user_task USING btree (owner) WHERE ((state = 'created'::text) AND (owner IS NOT NULL));
CREATE INDEX user_task_priority ON user_task USING btree (priority, id) WHERE (priority <> 50);
CREATE INDEX user_task_sitting ON user_task USING btree (((headers ->> 'sitting'::text))) WHERE ((state = 'created'::text) AND (headers ? 'sitting'::text));
CREATE INDEX user_task_users ON user_task USING gin (candidate_users) WHERE (candidate_users <> '{}'::text[]);
CREATE UNIQUE INDEX user_task_wait ON user_task USING btree (process_instance_id, wait);

CREATE TABLE variable_key (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_instance_id bigint NOT NULL,
  element_instance text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, element_instance, name),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id) ON DELETE CASCADE
);

CREATE TABLE vault_document (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  account_id bigint NOT NULL,
  kind text NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  valid_until date,
  created_at timestamp with time zone NOT NULL,
  reminded_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (account_id, sha256),
  CHECK ((kind = ANY (ARRAY['identity'::text, 'household'::text, 'income'::text, 'mandate'::text, 'statutes'::text, 'insurance'::text, 'plan'::text, 'photo'::text, 'other'::text]))),
  CHECK ((size > 0)),
  FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
);
CREATE INDEX vault_document_ending ON vault_document USING btree (valid_until) WHERE (reminded_at IS NULL);

CREATE TABLE vault_use (
  attachment_id bigint NOT NULL,
  vault_document_id bigint NOT NULL,
  agreed_at timestamp with time zone NOT NULL,
  PRIMARY KEY (attachment_id),
  FOREIGN KEY (attachment_id) REFERENCES attachment(id) ON DELETE CASCADE,
  FOREIGN KEY (vault_document_id) REFERENCES vault_document(id) ON DELETE CASCADE
);
CREATE INDEX vault_use_document ON vault_use USING btree (vault_document_id);
