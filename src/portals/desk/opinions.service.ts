import { Injectable, NotFoundException } from '@nestjs/common';
import type { CurrentAccount, Visitor } from '../../access/visitor.js';
import { mayTreat } from '../../dossiers/dossier-access.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Actor } from '../../history/actor.js';
import { OpinionFiles } from '../../opinions/files.service.js';
import type { OpinionFile } from '../../opinions/opinion-file.entity.js';
import { OpinionForm, type OpinionToGive } from '../../opinions/opinion-form.js';
import { OpinionSendings } from '../../opinions/sendings.service.js';
import { isHeldBy, mayWorkOn } from '../../workflow/task-permission.js';
import { agentOf } from './agent.js';

/** A request in the hands of an agent: of the dossier's department, or of the service that is asked. */
export interface OpenedOpinion {
  readonly dossier: Dossier;
  readonly opinion: OpinionToGive;
  /** The dossier is of the agent's department: links and late opinions are theirs. */
  readonly treats: boolean;
  /** The task that the opinion completes is theirs, or nobody's yet. */
  readonly answers: boolean;
}

/** Requests for opinions as agents have them in hand. */
@Injectable()
export class DeskOpinions {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly reads: ReadsService,
    private readonly forms: OpinionForm,
    private readonly files: OpinionFiles,
    private readonly sendings: OpinionSendings,
  ) {}

  /** Not there, as if it did not exist, for whoever neither treats the dossier nor is asked. */
  async open(id: string, visitor: Visitor): Promise<OpenedOpinion> {
    const request = await this.sendings.request(id);
    const dossier = request && (await this.dossiers.byId(request.dossierId));
    const opinion = dossier && visitor.account ? await this.forms.of(request, dossier) : undefined;
    if (!dossier || !opinion || !visitor.account) throw new NotFoundException();
    const [agent, { task }] = [agentOf(visitor.account), opinion];
    const treats = mayTreat(visitor, dossier);
    const asked = task !== undefined && mayWorkOn(task, agent);
    if (!treats && !asked) throw new NotFoundException();
    return { dossier, opinion, treats, answers: asked && (task.assignee === null || isHeldBy(task, agent)) };
  }

  /** The same, for whoever treats the dossier. */
  async treated(id: string, visitor: Visitor): Promise<OpenedOpinion> {
    const opened = await this.open(id, visitor);
    if (!opened.treats) throw new NotFoundException();
    return opened;
  }

  /** The same, written down as a look at the dossier. */
  async read(id: string, visitor: Visitor): Promise<OpenedOpinion> {
    const opened = await this.open(id, visitor);
    await this.reads.record([opened.dossier], visitor.account!, 'dossier');
    return opened;
  }

  messages({ opinion: { request } }: OpenedOpinion) {
    return this.sendings.of(request);
  }

  resend({ opinion: { request } }: OpenedOpinion, to: { email: string; reason: string }, actor: Actor): Promise<void> {
    return this.sendings.resend(request, to, actor);
  }

  revoke({ opinion: { request } }: OpenedOpinion, reason: string, actor: Actor): Promise<void> {
    return this.sendings.revoke(request, reason, actor);
  }

  async file(
    { opinion: { request }, dossier }: OpenedOpinion,
    id: string,
    account: CurrentAccount,
  ): Promise<OpinionFile | null> {
    const file = await this.files.download(request, id);
    if (file) await this.reads.record([dossier], account, 'attachment', file.fileName);
    return file;
  }
}
