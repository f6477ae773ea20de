import { createHmac } from 'node:crypto';

/** Names people and cases so that the same one is the same in every export, and nobody knows which without the key. */
export class Pseudonyms {
  constructor(
    private readonly key: string,
    /** With real numbers and names. */
    readonly named: boolean,
  ) {}

  of(kind: string, id: string, realName?: string | null): string {
    if (this.named) return realName ?? `${kind}-${id}`;
    const hash = createHmac('sha256', `export ${this.key}`).update(`${kind} ${id}`).digest('hex');
    return `${kind}-${hash.slice(0, 16)}`;
  }
}
