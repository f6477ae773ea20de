import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import { documentFileName } from '../../documents/documents.service.js';
import type { ConversationEntry } from '../../dossiers/conversation-entry.entity.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { answerView, type AnswerSection } from '../../forms/answer-view.js';
import type { Answers, AttachedFile, Files } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import type { Procedure } from '../../procedures/procedure.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { textIn } from '../texts/portal-texts.js';
import { CaseContents } from './case-contents.js';
import { type CaseEvent, CaseHistory } from './case-history.js';
import { clockView } from './clock-view.js';
import { dueIn } from './due.js';

/** A question of the town that the applicant answered. */
export interface Round {
  readonly at: Date;
  readonly sections: readonly AnswerSection[];
}

/** Everything an agent sees of a dossier, whatever the task at hand. */
@Injectable()
export class CaseViewService {
  constructor(
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly tasks: UserTasksService,
    private readonly contents: CaseContents,
    private readonly caseHistory: CaseHistory,
  ) {}

  async of(dossier: Dossier, lang: Lang) {
    const procedure = await this.procedures.of(dossier);
    const { answered, waiting, documents, conversation, clocks, opinions } = await this.contents.of(dossier);
    const history: CaseEvent[] = await this.caseHistory.of(dossier, procedure, lang);
    return {
      reference: dossier.reference,
      department: dossier.department,
      confidentiality: dossier.confidentiality,
      readers: dossier.readers,
      applicant: dossier.applicantName,
      email: dossier.applicantEmail,
      procedure: procedure?.title(lang) ?? dossier.procedureKey,
      status: dossier.publicStatus,
      submittedAt: dossier.submittedAt,
      closedAt: dossier.closedAt,
      channel: dossier.channel,
      language: dossier.lang,
      sections: this.sections(procedure, dossier.formId, dossier.answers, lang),
      rounds: answered.map((answer): Round => ({
        at: answer.submittedAt!,
        sections: this.sections(procedure, answer.formId, answer.answers, lang),
      })),
      waiting: waiting.map(({ element }) => procedure?.elementName(lang, element, element) ?? element),
      documents: documents.map((one) => ({ ...one, fileName: documentFileName(one) })),
      conversation: await this.aboutTasks(conversation, dossier, procedure, lang),
      unread: conversation.filter(({ side, readAt }) => side === 'applicant' && !readAt).length,
      opinions,
      clocks: clocks.map((clock) => clockView(clock, procedure, lang)),
      history: [...history].reverse(),
      tasks: await this.openTasks(dossier, procedure, lang),
    };
  }

  /** The answers of a form in words, with links to what was attached. */
  private sections(
    procedure: Procedure | undefined,
    formId: string,
    answers: Answers,
    lang: Lang,
  ): readonly AnswerSection[] {
    const form = procedure?.forms.get(formId);
    if (!procedure || !form) return [];
    return answerView({
      form,
      circumstances: { answers, now: this.clock.now().getTime() },
      files: filesIn(answers),
      translate: procedure.translator(lang, formId),
      text: textIn(lang),
    });
  }

  /** Notes say which task they are about. */
  private async aboutTasks(
    entries: readonly ConversationEntry[],
    { processInstanceKey }: Dossier,
    procedure: Procedure | undefined,
    lang: Lang,
  ) {
    if (!processInstanceKey || !entries.some(({ taskId }) => taskId)) return entries;
    const tasks = await this.tasks.search({ processInstanceKey, state: 'any' });
    const names = new Map(
      tasks.map(({ id, element, name }) => [id, procedure?.elementName(lang, element, name) ?? name]),
    );
    return entries.map((entry) => ({ ...entry, taskName: names.get(entry.taskId ?? '') }));
  }

  private async openTasks({ processInstanceKey }: Dossier, procedure: Procedure | undefined, lang: Lang) {
    if (!processInstanceKey) return [];
    const open = await this.tasks.search({ rootInstanceKey: processInstanceKey });
    return open.map(({ id, element, name, dueAt, assignee }) => ({
      key: id,
      name: procedure?.elementName(lang, element, name) ?? name,
      due: dueIn(dueAt, this.clock.now()),
      taken: assignee !== null,
    }));
  }
}

/** The answers to file questions say which files they are. */
function filesIn(answers: Answers): Files {
  const files: Record<string, readonly AttachedFile[]> = {};
  for (const [key, value] of Object.entries(answers))
    if (Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null && 'size' in one))
      files[key] = value;
  return files;
}
