import { integer } from './config-values.js';

/** What the environment may say of a demonstration; part of `Config`. */
export class DemoSettings {
  /** How many invented cases the first start makes; only where `demo` is true and there is no case yet. */
  readonly demoCases!: number;
}

export const demoVariables = {
  DEMO_CASES: {
    about:
      'How many invented cases a demonstration begins with; npm start makes 60, tests of load as many as they want.',
    example: '60',
    read: integer(0, 200_000),
  },
} as const;
