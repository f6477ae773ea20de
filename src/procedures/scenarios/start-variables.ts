import type { Variables } from '#engine';
import { fieldsOf } from '../checks/checked.js';
import { Block } from '../blocks/block.js';
import { valuesOf, workingDayVariables } from '../parameter.js';
import type { Procedure } from '../procedure.js';
import type { Scenario } from './scenario.js';

/** A sample applicant for blocks, which ask nobody who it is. */
const APPLICANT = { givenName: 'Alice', familyName: 'Exemple', name: 'Alice Exemple', email: 'alice@example.org' };

/** What the service gives to a process at its start, in a scenario; to a block, what its caller gives. */
export function startVariables(material: Procedure | Block, scenario: Scenario, answers: Variables): Variables {
  if (!(material instanceof Block)) return ofProcedure(material, scenario, answers);
  const facts = [...material.blocks, material].flatMap((one) => (one instanceof Block ? [one.facts] : []));
  const roles = facts.flatMap((one) => one.roles ?? []);
  return {
    dossier: dossierOf('procedure', scenario),
    applicant: APPLICANT,
    parameters: Object.assign({}, ...facts.map(({ parameters }) => valuesOf(parameters))) as Variables,
    roles: Object.fromEntries(roles.map((role) => [role, role])),
    ...(scenario.given as Variables),
  };
}

function ofProcedure(procedure: Procedure, scenario: Scenario, answers: Variables): Variables {
  const applicant: Record<string, string> = {};
  for (const { key, properties } of fieldsOf(procedure.startForm)) {
    const [who, what] = properties['commune:role']?.split('.') ?? [];
    const answer = answers[key];
    if (who === 'applicant' && what && typeof answer === 'string') applicant[what] = answer;
  }
  const name = [applicant['givenName'], applicant['familyName']].filter(Boolean).join(' ');
  return {
    ...answers,
    dossier: dossierOf(procedure.key, scenario),
    applicant: { ...applicant, name },
    parameters: procedure.parameters,
    roles: procedure.roles,
    ...workingDayVariables(procedure.parameters),
  };
}

function dossierOf(procedure: string, { now, language }: Scenario): Variables {
  return {
    id: '1',
    reference: 'TRN-2026-000001',
    procedure,
    submittedAt: now,
    language: language ?? 'fr',
    channel: 'online',
  };
}
