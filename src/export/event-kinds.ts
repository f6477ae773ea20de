/** What an entry of history is to those who study processes; entries of other kinds (who read what) are not steps. */
interface EventKind {
  /** Transition of the standard life cycle (`lifecycle:transition` of XES). */
  readonly lifecycle: 'schedule' | 'assign' | 'start' | 'complete' | 'ate_abort';
  /** Whether it happens to an element of the model, whose name is then the activity; else the kind itself is. */
  readonly ofElement: boolean;
}

const element = (lifecycle: EventKind['lifecycle']): EventKind => ({ lifecycle, ofElement: true });
const whole: EventKind = { lifecycle: 'complete', ofElement: false };

export const EVENT_KINDS: Readonly<Record<string, EventKind>> = {
  'element.activated': element('start'),
  'element.completed': element('complete'),
  'element.terminated': element('ate_abort'),
  'task.claimed': element('assign'),
  'task.assigned': element('assign'),
  'dossier.submitted': whole,
  'status.reached': whole,
  'complement.answered': whole,
  'document.signed': whole,
  'document.refused': whole,
  'document.issued': whole,
  'document.replaced': whole,
  'document.replacement-asked': whole,
  'document.revoked': whole,
  'payment.asked': whole,
  'payment.received': whole,
  'payment.refunded': whole,
  'dossier.closed': whole,
};
