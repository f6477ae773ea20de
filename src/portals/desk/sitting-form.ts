import { Temporal } from 'temporal-polyfill';
import type { CurrentAccount } from '../../access/visitor.js';
import { BODIES } from '../../sittings/sitting.entity.js';
import type { NewSitting } from '../../sittings/sittings.service.js';

export interface SittingForm {
  readonly organe?: string;
  readonly service?: string;
  readonly jour?: string;
  readonly heure?: string;
  readonly lieu?: string;
}

export interface SittingFormError {
  /** Below `desk.sitting.wrong`. */
  readonly key: string;
  readonly href: string;
}

const LONGEST_PLACE = 200;

/** A sitting that can be planned, or everything that is wrong with it. */
export function readSitting(
  { organe, service, jour = '', heure = '', lieu = '' }: SittingForm,
  account: Pick<CurrentAccount, 'departments'>,
  now: Date,
): { readonly wanted: NewSitting } | { readonly errors: readonly SittingFormError[] } {
  const body = BODIES.find((one) => one === organe);
  const department = account.departments.find((one) => one === service);
  const place = String(lieu).trim().slice(0, LONGEST_PLACE);
  const heldAt = instantOf(String(jour), String(heure));
  const errors: SittingFormError[] = [];
  if (!body) errors.push({ key: 'body', href: '#organe' });
  if (!department) errors.push({ key: 'department', href: '#service' });
  if (!heldAt) errors.push({ key: 'when', href: '#jour' });
  else if (heldAt <= now) errors.push({ key: 'past', href: '#jour' });
  if (!place) errors.push({ key: 'place', href: '#lieu' });
  return body && department && heldAt && errors.length === 0
    ? { wanted: { body, department, heldAt, place } }
    : { errors };
}

/** `2026-11-26` and `18:00` of the town; undefined when it is no time. */
function instantOf(day: string, hour: string): Date | undefined {
  try {
    const plainTime = Temporal.PlainTime.from(hour);
    const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'Europe/Brussels', plainTime });
    return new Date(at.epochMilliseconds);
  } catch {
    return undefined;
  }
}
