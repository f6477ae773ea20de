import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { conditions } from './config-conditions.js';
import { messageVariables } from './config-messages.js';
import { defaultsOf, PaymentSettings, paymentVariables } from './config-payments.js';
import {
  duration,
  flag,
  folder,
  integer,
  longEnough,
  oneOf,
  perQueue,
  positiveDuration,
  rate,
  root,
  text,
  url,
} from './config-values.js';

export { root };

/** Everything the environment may say, checked and typed. Injected by this class. */
export class Config extends PaymentSettings {
  /** PostgreSQL to use; without it the program runs its own in `dataDir`. */
  readonly databaseUrl?: string;
  /** Redis or Valkey for the queues; without it they live in PostgreSQL. */
  readonly redisUrl?: string;
  readonly role!: 'all' | 'web' | 'background';
  readonly host!: string;
  /** 0 = any free port; absent = do not listen (a background program that was given none). */
  readonly port?: number;
  readonly dataDir!: string;
  /** Where people reach the portal, without trailing slash; printed in mails and QR codes. */
  readonly publicUrl!: string;
  /** Proxies in front of the program whose X-Forwarded-* headers are believed. */
  readonly trustProxy!: number;
  /** Key of every signature and code. Empty only until `secret.ts` has made one. */
  readonly secret!: string;
  readonly smtpUrl?: string;
  /** Signs what the program sends to other programs. */
  readonly webhookSecret?: string;
  /** Milliseconds after which a job of the program is given up and tried again. */
  readonly jobTimeout!: number;
  /** Per queue: deliveries that one program works on at a time. */
  readonly queueConcurrency!: Readonly<Record<string, number>>;
  /** Per queue: deliveries that all programs together begin within so many milliseconds. */
  readonly queueRate!: Readonly<Record<string, { readonly max: number; readonly duration: number }>>;
  readonly mailFrom!: string;
  /** The gateway of text messages; without it they are kept. */
  readonly smsUrl?: string;
  readonly smsToken?: string;
  /** What Prometheus must say to read the metrics. */
  readonly metricsToken?: string;
  /** Where traces are sent (OTLP over HTTP); without it there are none. */
  readonly tracesEndpoint?: string;
  /** Create the demo accounts. */
  readonly demo!: boolean;
  readonly logLevel!: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** ISO 8601 duration by which the program's clock is ahead, for demos and tests. */
  readonly clockOffset?: string;
  readonly proceduresDir!: string;
  /** ISO 8601 duration: how long what ended is kept when it belongs to no dossier. */
  readonly keepEnded!: string;
  /** Job types that a worker outside of this program works on. */
  readonly outsideJobTypes!: readonly string[];
  /** Programs on this machine may use the API without saying who they are. */
  readonly apiOpen!: boolean;
  /** Milliseconds after which a search of the API is given up. */
  readonly apiSearchTimeout!: number;
  /** Where the keys are published that sign the tokens of the API; with it come issuer and audience. */
  readonly jwksUrl?: string;
  readonly jwtIssuer?: string;
  readonly jwtAudience?: string;
  /** The OpenID Connect provider by which citizens say who they are; with it come the names of this program there. */
  readonly identityIssuer?: string;
  readonly identityClientId?: string;
  readonly identityClientSecret?: string;
  /** The one folder that `beffroi preview` shows; never set by the environment. */
  readonly previewOf?: string;
  /** Who signs: a test authority of our own, a pretend provider that asks by HTTP, a provider elsewhere, nobody. */
  readonly signatures!: 'test' | 'simulator' | 'remote' | 'none';
  /** The provider's API (Cloud Signature Consortium, version 2); with it come the names of this program there. */
  readonly signatureProviderUrl?: string;
  readonly signatureClientId?: string;
  readonly signatureClientSecret?: string;
  /** What the provider calls the key of the town's seal. */
  readonly signatureSealCredential?: string;
}

/** One environment variable: what it is for (shown in `.env.example`) and how it is read. */
interface Variable {
  readonly about: string;
  readonly example: string;
  readonly read: (text: string) => unknown;
}

/** Every variable the program knows. `.env.example` is checked against this table. */
export const variables = {
  DATABASE_URL: {
    about: 'PostgreSQL 15 or newer. Without it the program runs its own PostgreSQL in DATA_DIR.',
    example: 'postgres://beffroi:password@localhost:5432/beffroi',
    read: url('postgres:', 'postgresql:'),
  },
  REDIS_URL: {
    about: 'Redis or Valkey for the queues. Without it they live in PostgreSQL.',
    example: 'redis://localhost:6379',
    read: url('redis:', 'rediss:'),
  },
  ROLE: {
    about: 'web, background or all: which half of the program to run.',
    example: 'all',
    read: oneOf('all', 'web', 'background'),
  },
  HOST: { about: 'The address to listen on.', example: '127.0.0.1', read: text },
  PORT: { about: 'The port to listen on; 0 takes any free one.', example: '3000', read: integer(0, 65535) },
  DATA_DIR: { about: 'Where the embedded PostgreSQL and the generated secret live.', example: 'data', read: folder },
  PUBLIC_URL: {
    about: 'Where people reach the portal: written into e-mails and QR codes.',
    example: 'https://demarches.example.org',
    read: url('http:', 'https:'),
  },
  TRUST_PROXY: {
    about: 'How many proxies in front of the program to believe about the address of the caller.',
    example: '0',
    read: integer(0, 10),
  },
  SECRET: {
    about: 'At least 32 characters. Without it one is generated into DATA_DIR; required with DATABASE_URL.',
    example: '',
    read: longEnough(32),
  },
  ...messageVariables,
  WEBHOOK_SECRET: {
    about: 'At least 32 characters that the called programs know, too: signs calls to webhooks.',
    example: '',
    read: longEnough(32),
  },
  JOB_TIMEOUT: {
    about:
      'After how long a job of the program is given up and tried again, unless its header "timeout" says otherwise.',
    example: 'PT1M',
    read: positiveDuration,
  },
  QUEUE_CONCURRENCY: {
    about:
      'How many deliveries of a queue one program works on at a time; queues that are not named keep their number.',
    example: 'jobs=16,notifications=2',
    read: perQueue(/^[1-9]\d{0,3}$/, 'a whole number from 1 to 9999', Number),
  },
  QUEUE_RATE: {
    about: 'How many deliveries of a queue all programs together begin per second (s), minute (m) or hour (h).',
    example: 'notifications=10/s,reminders=100/m',
    read: perQueue(/^[1-9]\d{0,5}\/[smh]$/, 'a number per s, m or h such as 10/s', rate),
  },
  METRICS_TOKEN: {
    about:
      'At least 32 characters that Prometheus sends as bearer token. Without it /metrics answers this machine alone.',
    example: '',
    read: longEnough(32),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    about: 'The OpenTelemetry collector to send traces to, by OTLP over HTTP. Without it there are no traces.',
    example: 'http://localhost:4318',
    read: url('http:', 'https:'),
  },
  DEMO: {
    about: 'true creates the demo accounts. On by default with the embedded PostgreSQL, off with DATABASE_URL.',
    example: 'true',
    read: flag,
  },
  LOG_LEVEL: {
    about: 'silent, error, warn, info or debug.',
    example: 'info',
    read: oneOf('silent', 'error', 'warn', 'info', 'debug'),
  },
  BEFFROI_CLOCK_OFFSET: {
    about: 'For demos and tests: how far the clock is ahead, as an ISO 8601 duration.',
    example: 'P16D',
    read: duration,
  },
  PROCEDURES_DIR: { about: 'The folder with one folder per procedure.', example: 'procedures', read: folder },
  KEEP_ENDED: {
    about: 'How long process instances that ended and belong to no dossier are kept, as an ISO 8601 duration.',
    example: 'P365D',
    read: duration,
  },
  OUTSIDE_JOB_TYPES: {
    about: 'Job types, separated by commas, that programs of yours work on: procedures that need them are offered.',
    example: 'request-cosignature',
    read: (value) => value.match(/[^,\s]+/g) ?? [],
  },
  API_OPEN: {
    about: 'true lets programs on this machine use /v2 without a password; only while HOST is a loopback address.',
    example: 'false',
    read: flag,
  },
  API_SEARCH_TIMEOUT: { about: 'When a search of /v2 is given up (504).', example: 'PT15S', read: positiveDuration },
  JWT_JWKS_URL: {
    about: 'Where your identity provider publishes its keys: /v2 then accepts its tokens. Needs issuer and audience.',
    example: 'https://login.example.org/.well-known/jwks.json',
    read: url('http:', 'https:'),
  },
  JWT_ISSUER: { about: 'The issuer that tokens must name.', example: 'https://login.example.org', read: text },
  JWT_AUDIENCE: { about: 'The audience that tokens must name.', example: 'beffroi', read: text },
  IDENTITY_ISSUER: {
    about: 'The OpenID Connect provider by which citizens identify themselves (eID, itsme). Needs id and secret.',
    example: 'https://identity.example.org',
    read: url('https:', 'http:'),
  },
  IDENTITY_CLIENT_ID: { about: 'What that provider calls this program.', example: 'beffroi', read: text },
  IDENTITY_CLIENT_SECRET: { about: 'The secret that goes with it.', example: '', read: text },
  SIGNATURES: {
    about: 'Who signs documents: remote (a provider), test or simulator (both of our own, never for real use) or none.',
    example: 'remote',
    read: oneOf('test', 'simulator', 'remote', 'none'),
  },
  SIGNATURE_PROVIDER_URL: {
    about: 'The API of the signature provider (Cloud Signature Consortium, version 2). Needs id and secret.',
    example: 'https://signatures.example.org/csc/v2',
    read: url('https:', 'http:'),
  },
  SIGNATURE_CLIENT_ID: { about: 'What that provider calls this program.', example: 'beffroi', read: text },
  SIGNATURE_CLIENT_SECRET: { about: 'The secret that goes with it.', example: '', read: text },
  SIGNATURE_SEAL_CREDENTIAL: {
    about: 'What that provider calls the key of the town’s electronic seal.',
    example: 'ville-sceau',
    read: text,
  },
  ...paymentVariables,
} satisfies Record<string, Variable>;

/** Whose name in the configuration is not that of the variable. */
const RENAMED: Readonly<Record<string, string>> = {
  BEFFROI_CLOCK_OFFSET: 'clockOffset',
  JWT_JWKS_URL: 'jwksUrl',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'tracesEndpoint',
};

/** `DATABASE_URL` -> `databaseUrl`. */
function inCamelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Reads the environment; throws one error that has a sentence for every variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const read = (name: keyof typeof variables): unknown => {
    const value = env[name]?.trim();
    if (value === undefined || value === '') return undefined;
    try {
      return variables[name].read(value);
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}`);
      return undefined;
    }
  };
  const given = Object.fromEntries(
    (Object.keys(variables) as (keyof typeof variables)[])
      .map((name) => [RENAMED[name] ?? inCamelCase(name), read(name)] as const)
      .filter(([, value]) => value !== undefined),
  );
  problems.push(...conditions(given));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const defaults = {
    role: 'all',
    host: '127.0.0.1',
    port: given['role'] === 'background' ? undefined : 3000,
    dataDir: join(root, 'data'),
    trustProxy: 0,
    secret: '',
    mailFrom: 'Ville de Tournai — démonstration <ne-pas-repondre@example.org>',
    demo: !given['databaseUrl'],
    logLevel: 'info',
    proceduresDir: join(root, 'procedures'),
    keepEnded: 'P365D',
    outsideJobTypes: [],
    apiOpen: false,
    apiSearchTimeout: 15_000,
    jobTimeout: 60_000,
    queueConcurrency: {},
    queueRate: {},
  };
  const config = { ...defaults, ...defaultsOf((given['demo'] ?? defaults.demo) === true), ...given };
  return Object.freeze(
    Object.assign(new Config(), { publicUrl: `http://${config.host}:${config.port ?? 3000}` }, config),
  );
}

/** A `.env` beside package.json says what the environment does not. */
export function readEnvFile(): NodeJS.Dict<string> {
  const file = join(root, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}
