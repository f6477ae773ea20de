CREATE SEQUENCE key_seq;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RAISE EXCEPTION '% only grows: rows are never changed', TG_TABLE_NAME; END $function$;

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
  PRIMARY KEY (id),
  UNIQUE (kind, definition_id, version),
  CHECK ((kind = ANY (ARRAY['process'::text, 'decision'::text, 'form'::text])))
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

CREATE TABLE history_entry (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  dossier_id bigint,
  process_instance_id bigint,
  kind text NOT NULL,
  actor jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  public boolean NOT NULL DEFAULT false,
  PRIMARY KEY (id),
  CHECK (((dossier_id IS NOT NULL) OR (process_instance_id IS NOT NULL)))
);
CREATE INDEX history_entry_dossier ON history_entry USING btree (dossier_id, id) WHERE (dossier_id IS NOT NULL);
CREATE INDEX history_entry_process_instance ON history_entry USING btree (process_instance_id, id) WHERE (process_instance_id IS NOT NULL);
CREATE TRIGGER history_entry_only_grows BEFORE UPDATE ON history_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
CREATE INDEX incident_open ON incident USING btree (created_at) WHERE (resolved_at IS NULL);

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
  PRIMARY KEY (id),
  UNIQUE (process_instance_id, wait),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX job_due ON job USING btree (due_at) WHERE (retries > 0);

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

CREATE TABLE message_correlation (
  message_id bigint NOT NULL,
  process_id text NOT NULL,
  process_instance_id bigint NOT NULL,
  PRIMARY KEY (message_id, process_id),
  FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);

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
CREATE INDEX message_subscription_message ON message_subscription USING btree (message, correlation_key);

CREATE TABLE outbox_entry (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  topic text NOT NULL,
  payload jsonb NOT NULL,
  due_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  PRIMARY KEY (id)
);
CREATE INDEX outbox_entry_sent ON outbox_entry USING btree (sent_at) WHERE (sent_at IS NOT NULL);
CREATE INDEX outbox_entry_unsent ON outbox_entry USING btree (id) WHERE (sent_at IS NULL);

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
  PRIMARY KEY (id),
  CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'completed'::text, 'terminated'::text]))),
  FOREIGN KEY (parent_id) REFERENCES process_instance(id),
  FOREIGN KEY (process_definition_id) REFERENCES definition(id),
  FOREIGN KEY (root_id) REFERENCES process_instance(id)
);
CREATE INDEX process_instance_active ON process_instance USING btree (process_definition_id) WHERE (status = 'active'::text);
CREATE INDEX process_instance_business ON process_instance USING btree (business_id) WHERE (business_id IS NOT NULL);
CREATE INDEX process_instance_parent ON process_instance USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX process_instance_process ON process_instance USING btree (process_id, started_at);
CREATE UNIQUE INDEX process_instance_start_key ON process_instance USING btree (process_id, start_correlation_key) WHERE ((status = ANY (ARRAY['active'::text, 'suspended'::text])) AND (start_correlation_key IS NOT NULL));

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

CREATE TABLE start_subscription (
  id bigint NOT NULL DEFAULT nextval('key_seq'::regclass),
  process_definition_id bigint NOT NULL,
  process_id text NOT NULL,
  element text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (kind, name, process_id, element),
  CHECK ((kind = ANY (ARRAY['message'::text, 'signal'::text]))),
  FOREIGN KEY (process_definition_id) REFERENCES definition(id)
);
CREATE INDEX start_subscription_process ON start_subscription USING btree (process_id);

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
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['created'::text, 'completed'::text, 'canceled'::text]))),
  FOREIGN KEY (process_instance_id) REFERENCES process_instance(id)
);
CREATE INDEX user_task_assignee ON user_task USING btree (assignee) WHERE (state = 'created'::text);
CREATE INDEX user_task_due ON user_task USING btree (due_at) WHERE (state = 'created'::text);
CREATE INDEX user_task_groups ON user_task USING gin (candidate_groups) WHERE (state = 'created'::text);
CREATE INDEX user_task_process_instance ON user_task USING btree (process_instance_id);
CREATE UNIQUE INDEX user_task_wait ON user_task USING btree (process_instance_id, wait) WHERE (state = 'created'::text);
