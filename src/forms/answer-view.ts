import { fieldType } from './fields/index.js';
import type { Circumstances, Files, Form, Translate } from './form.js';
import type { Text } from './form-view.js';
import { fieldsFor, pagesFor } from './pages-for.js';

/** One question and its answer, in words. */
export interface AnswerLine {
  readonly key: string;
  readonly type: string;
  readonly label: string;
  /** One or several lines; none when the question was left open. */
  readonly lines: readonly string[];
  readonly files: readonly { readonly id?: string; readonly name: string; readonly size: number }[];
}

/** The answers given on one page. */
export interface AnswerSection {
  readonly page: string;
  readonly title: string;
  readonly answers: readonly AnswerLine[];
}

export interface AnswerViewOptions {
  readonly form: Form;
  readonly circumstances: Circumstances;
  readonly files?: Files;
  readonly translate: Translate;
  readonly text: Text;
}

/** Every question that was asked with its answer: for check-your-answers, the desk, the mail and the PDF. */
export function answerView({ form, circumstances, files, translate, text }: AnswerViewOptions): AnswerSection[] {
  const yesNo = (yes: boolean): string => text(yes ? 'forms.yes' : 'forms.no');
  return pagesFor(form, circumstances).flatMap((page) => {
    const answers = fieldsFor(page, circumstances)
      .filter((field) => !fieldType(field.type).asksNothing)
      .map((field): AnswerLine => {
        const value = circumstances.answers[field.key];
        const attached = files?.[field.key] ?? [];
        return {
          key: field.key,
          type: field.type,
          label: translate(`${field.key}.label`) ?? field.label,
          lines:
            value === undefined || value === null ? [] : fieldType(field.type).words(field, value, translate, yesNo),
          files: attached,
        };
      });
    const title = (translate(`pages.${page.key}.label`) ?? page.label) || (answers[0]?.label ?? '');
    return answers.length === 0 ? [] : [{ page: page.key, title, answers }];
  });
}
