import type { Rule } from '../rule.js';

export const endIsNotTheEnd: Rule = {
  asks: 'A procedure says what follows its end: how long the dossier is kept, and whether the citizen is asked what they think.',
  check(drawn, warn) {
    if (!drawn.isRequested) return;
    const retention = drawn.says('commune:retention');
    if (retention !== 'platform' && !/^P\d/.test(retention ?? ''))
      warn(
        'retention-undeclared',
        'Expected how long dossiers are kept (property commune:retention of the process: platform, or a duration such as P1Y), but it is not said.',
        drawn.process,
      );
    if (!['platform', 'none'].includes(drawn.says('commune:feedback') ?? ''))
      warn(
        'feedback-undeclared',
        'Expected whether citizens are asked for their opinion (property commune:feedback of the process: platform, none), but it is not said.',
        drawn.process,
      );
  },
};
