import { Injectable, NotFoundException } from '@nestjs/common';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { OpinionLinks } from '../../opinions/links.service.js';
import { OpinionForm, type OpinionToGive } from '../../opinions/opinion-form.js';
import { OpinionRequests } from '../../opinions/requests.service.js';
import { type Seen, SeenPieces } from '../../opinions/seen-pieces.js';

/** A body outside the town, at what it is asked. */
export interface Visit {
  readonly opinion: OpinionToGive;
  readonly dossier: Dossier;
}

export type Entered =
  | { readonly visit: Visit }
  | {
      readonly refused: 'unknown' | 'revoked' | 'expired' | 'withdrawn' | 'too-many';
      readonly retryAfterSeconds?: number;
    };

/** From a token to what it opens. */
@Injectable()
export class OpinionEntrance {
  constructor(
    private readonly links: OpinionLinks,
    private readonly requests: OpinionRequests,
    private readonly forms: OpinionForm,
    private readonly pieces: SeenPieces,
  ) {}

  async enter(token: string, address: string): Promise<Entered> {
    const opened = await this.links.open(token, address);
    if ('tooMany' in opened) return { refused: 'too-many', retryAfterSeconds: opened.tooMany.retryAfterSeconds };
    if ('unknown' in opened) return { refused: 'unknown' };
    if ('closed' in opened) return { refused: opened.closed };
    return { visit: await this.of(opened.request.id, opened.dossier) };
  }

  async of(requestId: string, dossier: Dossier): Promise<Visit> {
    const request = await this.requests.get(requestId);
    const opinion = request && (await this.forms.of(request, dossier));
    if (!opinion) throw new NotFoundException();
    return { opinion, dossier };
  }

  seen({ opinion: { request, procedure }, dossier }: Visit): Promise<Seen> {
    return this.pieces.of(request, dossier, procedure);
  }
}
