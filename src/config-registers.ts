import { DemoSettings, demoVariables } from './config-demo.js';
import { oneOf, text, url } from './config-values.js';

/** What the environment may say of the authentic sources; part of `Config`. */
export class RegisterSettings extends DemoSettings {
  /** Who answers for the registers: a simulator of our own, the town's gateway, nobody. */
  readonly registers!: 'simulator' | 'remote' | 'none';
  readonly registersUrl?: string;
  readonly registersToken?: string;
}

export const registerVariables = {
  REGISTERS: {
    about:
      'Who answers for the national register and the like: remote (a gateway), simulator (invented people) or none.',
    example: 'remote',
    read: oneOf('simulator', 'remote', 'none'),
  },
  REGISTERS_URL: {
    about: 'The town’s gateway to the registers (docs/registers.md). Needs REGISTERS_TOKEN.',
    example: 'https://registers.example.org',
    read: url('https:', 'http:'),
  },
  REGISTERS_TOKEN: { about: 'What that gateway must be told to answer.', example: '', read: text },
  ...demoVariables,
} as const;
