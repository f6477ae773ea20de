/**
 * What a message to an applicant is about, as far as they may choose how it reaches them. `law`: what the town must tell
 * them (that a request was received, what is missing, a decision): its e-mail goes out at once, whatever is chosen.
 */
export const TOPICS = ['law', 'messages', 'payments', 'progress'] as const;
export type NotificationTopic = (typeof TOPICS)[number];

/** `daily` and `weekly`: together with others, in a digest. */
export const WAYS = ['now', 'daily', 'weekly', 'never'] as const;
export type Way = (typeof WAYS)[number];

export interface Choice {
  readonly email: Way;
  readonly sms: boolean;
}

/** Of whoever chose nothing. */
export const UNCHOSEN: Choice = { email: 'now', sms: false };

/** What is typed of a topic, as it is kept. */
export function readChoice(topic: NotificationTopic, email: unknown, sms: unknown): Choice {
  const way = WAYS.find((one) => one === email) ?? UNCHOSEN.email;
  return { email: topic === 'law' ? 'now' : way, sms: sms === 'oui' };
}
