/** A text message on its way. */
export interface Sms {
  /** International, e.g. `+32470123456`. */
  readonly to: string;
  readonly text: string;
  /** The same for every try: a gateway that has it already does not send it again. */
  readonly key: string;
}

/** The gateway will never take this message: trying again changes nothing. */
export class SmsRefused extends Error {}

/** Whoever carries text messages. Another throw than `SmsRefused` is tried again later. */
export abstract class SmsGateway {
  /** `local`: nobody carries them, they stay in the table. */
  abstract readonly kind: 'local' | 'http';

  abstract send(sms: Sms): Promise<void>;
}

/** Without SMS_URL: messages are kept, to be read at the desk by an administrator. */
export class LocalSms extends SmsGateway {
  readonly kind = 'local';

  send(): Promise<void> {
    return Promise.resolve();
  }
}

/** SMS_URL: a POST of `{ to, text, id }` as JSON; whatever a town's provider speaks is translated there. */
export class HttpSms extends SmsGateway {
  readonly kind = 'http';

  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {
    super();
  }

  async send({ to, text, key }: Sms): Promise<void> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ to, text, id: key }),
      signal: AbortSignal.timeout(10_000),
      redirect: 'error',
    });
    const { status } = response;
    await response.body?.cancel();
    if (response.ok) return;
    const later = status >= 500 || status === 408 || status === 429;
    throw new (later ? Error : SmsRefused)(`HTTP ${status}`);
  }
}
