import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import { type AnswerSection, answerView } from '../../forms/answer-view.js';
import type { Answers, Circumstances, FieldError, Posted } from '../../forms/form.js';
import { pageView, type PageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { onePage } from '../../forms/one-page.js';
import { validatePage } from '../../forms/validate.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { textIn } from '../texts/portal-texts.js';
import type { OpenedTask } from './task-opening.js';

/** What the agent posted and what is wrong with it. */
export interface Attempt {
  readonly posted: Posted;
  readonly errors: readonly FieldError[];
}

/** The inputs of the form and nothing of the frame around them. */
export function draftIn(posted: Posted): Readonly<Record<string, string | readonly string[]>> {
  const inputs = Object.entries(posted).flatMap(([name, value]) =>
    name.startsWith('_') || value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(inputs);
}

/** The form of a task: what is asked of the agent, and what the process says beside it. */
@Injectable()
export class TaskDecision {
  constructor(
    private readonly clock: Clock,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** The decision as posted: values, or what is wrong with it. */
  async read(opened: OpenedTask, posted: Posted): Promise<{ values: Answers } | { errors: readonly FieldError[] }> {
    if (!opened.form) return { values: {} };
    return validatePage(onePage(opened.form), posted, {}, await this.circumstances(opened));
  }

  async view({ form, ...opened }: OpenedTask, lang: Lang, attempt?: Attempt): Promise<PageView | undefined> {
    const { procedure } = opened;
    if (!form || !procedure) return undefined;
    const circumstances = await this.circumstances(opened);
    const view = pageView({
      page: onePage(form),
      circumstances,
      ...(attempt ?? {}),
      translate: procedure.translator(lang, form.id),
      text: textIn(lang),
    });
    // a task takes no files: those of an opinion are sent on a page of its own
    return { ...view, fields: view.fields.filter(({ type, optional }) => type !== 'filepicker' || !optional) };
  }

  /** The form with these answers in words; with what the process knows by now when there are none: what somebody decided. */
  async inWords(
    { task, procedure, form }: OpenedTask,
    lang: Lang,
    answers?: Answers,
  ): Promise<readonly AnswerSection[]> {
    if (!form || !procedure) return [];
    const { extra, now } = await this.circumstances({ task });
    return answerView({
      form,
      circumstances: { answers: answers ?? extra ?? {}, ...(extra && { extra }), now },
      files: {},
      translate: procedure.translator(lang, form.id),
      text: textIn(lang),
    });
  }

  /** The request for an opinion that this task answers: its page takes files. */
  async opinionOf({ task, form }: OpenedTask): Promise<string | undefined> {
    if (!form?.pages.some(({ fields }) => fields.some(({ type }) => type === 'filepicker'))) return undefined;
    const { opinionsDemande: id } = await this.processInstances.variables(task.processInstanceId, task.elementInstance);
    return typeof id === 'string' ? id : undefined;
  }

  /** What the model wants to be seen beside the task (property `commune:facts`), in the words of the procedure. */
  async facts({ task, procedure }: OpenedTask, lang: Lang): Promise<string[]> {
    const names = (procedure?.properties(task.element)['commune:facts'] ?? '').split(',').map((name) => name.trim());
    if (!procedure || !names[0]) return [];
    const variables = await this.processInstances.variables(task.processInstanceId, task.elementInstance);
    const known = names.filter((name) => variables[name] !== undefined && variables[name] !== null);
    return known.map((name) => procedure.text(lang, `facts.${name}`, { value: variables[name] }));
  }

  /** Conditions may ask what the process knows; the fields themselves start empty: a decision is taken anew. */
  private async circumstances({ task }: Pick<OpenedTask, 'task'>): Promise<Circumstances> {
    const extra = await this.processInstances.variables(task.processInstanceId, task.elementInstance);
    return { answers: {}, extra, now: this.clock.now().getTime() };
  }
}
