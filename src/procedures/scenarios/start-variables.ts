import type { Variables } from '#engine';
import { fieldsOf } from '../checks/checked.js';
import type { Procedure } from '../procedure.js';
import type { Scenario } from './scenario.js';

/** What the service gives to a process at its start, in a scenario. */
export function startVariables(procedure: Procedure, { now, language }: Scenario, answers: Variables): Variables {
  const applicant: Record<string, string> = {};
  for (const { key, properties } of fieldsOf(procedure.startForm)) {
    const [who, what] = properties['commune:role']?.split('.') ?? [];
    const answer = answers[key];
    if (who === 'applicant' && what && typeof answer === 'string') applicant[what] = answer;
  }
  const name = [applicant['givenName'], applicant['familyName']].filter(Boolean).join(' ');
  return {
    ...answers,
    dossier: {
      id: '1',
      reference: 'TRN-2026-000001',
      procedure: procedure.key,
      submittedAt: now,
      language: language ?? 'fr',
      channel: 'online',
    },
    applicant: { ...applicant, name },
    parameters: procedure.parameters,
  };
}
