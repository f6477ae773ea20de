import { Injectable } from '@nestjs/common';
import { sameSecret, Secrets } from '../access/secrets.js';

/** Tokens of links: the number of the row and its keyed hash (256 bits). Nothing of them is stored, so a reminder has the same. */
@Injectable()
export class CosignatureTokens {
  constructor(private readonly secrets: Secrets) {}

  of(id: string): string {
    return `${id}-${this.secrets.hash('cosignature', id).toString('hex')}`;
  }

  /** The number of the row; undefined when the token is not one of ours. */
  read(token: string): string | undefined {
    const [, id] = /^(\d{1,19})-[0-9a-f]{64}$/.exec(token) ?? [];
    return id !== undefined && sameSecret(token, this.of(id)) ? id : undefined;
  }
}
