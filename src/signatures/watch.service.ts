import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Outbox } from '../outbox/outbox.js';
import { Sweep } from '../outbox/sweep.js';
import { MessagesService } from '../workflow/messages.service.js';
import { SignatureMail } from './signature-mail.js';

interface Late {
  readonly requestId: string;
  readonly accountId: string;
}

/** The message for the process of which a signatory is late; its key is the first document of the request. */
const LATE_MESSAGE = 'signature-en-retard';

/** Looks after signatories: reminds them, tells the process who is late, and forgets what no process waits for any more. */
@Injectable()
export class WatchService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly mail: SignatureMail,
    private readonly messages: MessagesService,
  ) {}

  /** From now on with every sweep. */
  startWith(sweep: Sweep): void {
    sweep.add(() => this.withdraw());
    sweep.add(() => this.notice('signature.reminder-due', 'reminded_at', 'remind_after'));
    sweep.add(() => this.notice('signature.late', 'late_at', 'late_after'));
  }

  remind({ requestId, accountId }: Late): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [open] = await tx.query<unknown[]>(
        `SELECT FROM signature WHERE request_id = $1 AND account_id = $2 AND state = 'waiting' LIMIT 1`,
        [requestId, accountId],
      );
      if (open) await this.mail.tell(tx, 'signature-reminder', { requestId, accountId });
    });
  }

  /** The model says what happens: in the block `sign`, somebody names a substitute. */
  tellProcess({ requestId, accountId }: Late): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [late] = await tx.query<{ first: string; title: string }[]>(
        `SELECT min(document_id)::text AS first, min(title) FILTER (WHERE account_id = $2 AND state = 'waiting') AS title
         FROM signature WHERE request_id = $1`,
        [requestId, accountId],
      );
      if (!late?.title) return;
      await this.messages.publish(tx, {
        name: LATE_MESSAGE,
        correlationKey: late.first,
        variables: { signEnRetard: { demande: requestId, compte: accountId, nom: late.title } },
        timeToLive: 'PT0S',
        messageId: `${requestId}-${accountId}`,
      });
    });
  }

  /** Once per request and signatory, whoever looks: what is told is written down with the wish to tell it. */
  private notice(
    topic: 'signature.reminder-due' | 'signature.late',
    done: 'reminded_at' | 'late_at',
    after: 'remind_after' | 'late_after',
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [rows] = await tx.query<[Late[], number]>(
        `UPDATE signature SET ${done} = $1 FROM signature_request r
         WHERE r.id = request_id AND r.state = 'open' AND signature.state = 'waiting' AND ${done} IS NULL
           AND reached_at + r.${after} * interval '1 millisecond' <= $1
         RETURNING request_id AS "requestId", account_id AS "accountId"`,
        [this.clock.now()],
      );
      const each = new Map(rows.map((one) => [`${one.requestId} ${one.accountId}`, one]));
      for (const one of each.values()) await this.outbox.append(tx, topic, one);
    });
  }

  /** The process went another way: its job is no more. */
  private withdraw(): Promise<void> {
    return this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const [gone] = await tx.query<[{ id: string }[], number]>(
        `UPDATE signature_request SET state = 'withdrawn', ended_at = $1
         WHERE state = 'open' AND job_key IS NOT NULL AND NOT EXISTS (SELECT FROM job WHERE id = job_key) RETURNING id`,
        [at],
      );
      if (gone.length === 0) return;
      await tx.query(
        `UPDATE signature SET state = 'withdrawn', ended_at = $2, prepared = NULL, digest = NULL
         WHERE request_id = ANY($1::bigint[]) AND state IN ('later', 'waiting', 'asked')`,
        [gone.map(({ id }) => id), at],
      );
    });
  }
}
