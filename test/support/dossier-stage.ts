/** People and dossiers of the small procedure of `attestation.ts`, as services see them; there is no HTTP. */
import { expect } from '@jest/globals';
import { AccountsService } from '../../src/access/accounts.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import type { Visitor } from '../../src/access/visitor.js';
import { AttachmentsService } from '../../src/dossiers/attachments.service.js';
import type { Dossier } from '../../src/dossiers/dossier.entity.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { DraftsService } from '../../src/dossiers/drafts.service.js';
import { type Confirmation, SubmissionsService } from '../../src/dossiers/submissions.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { ProcedureCatalogue } from '../../src/procedures/procedure-catalogue.js';
import { UserTasksService } from '../../src/workflow/user-tasks.service.js';
import type { TestProgram } from './app.js';

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
export const answers = { prenom: 'Alice', nom: 'Exemple', niss: '85073003328', email: 'alice@example.org' };

/** What specs do again and again, on a program that starts later. */
export function dossierStage(beffroi: () => TestProgram) {
  /** A browser, as the routes see it. */
  async function browser(): Promise<{ token: string; visitor: () => Promise<Visitor> }> {
    const sessions = beffroi().get(SessionsService);
    const token = sessions.newToken();
    await sessions.remember(token);
    return { token, visitor: () => sessions.visitor(token) };
  }

  async function filledDraft(who: { visitor: () => Promise<Visitor> }, values: Record<string, string> = answers) {
    const drafts = beffroi().get(DraftsService);
    const form = beffroi().get(ProcedureCatalogue).get('attestation')!.startForm;
    const draft = await drafts.begin('attestation', form.id, await who.visitor(), 'fr');
    for (const page of form.pages) {
      const keys = page.fields.map(({ key }) => key);
      const some = Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
      await drafts.save(draft.id, await who.visitor(), page, some);
    }
    const field = form.pages[1]!.fields[0]!;
    await beffroi().get(AttachmentsService).attach(draft, field, { originalname: 'preuve.pdf', buffer: PDF });
    return draft;
  }

  async function submitted(who: { visitor: () => Promise<Visitor> }): Promise<Confirmation & { dossier: Dossier }> {
    const draft = await filledDraft(who);
    const submission = await beffroi()
      .get(SubmissionsService)
      .submit(draft.id, await who.visitor());
    if (!('confirmation' in submission)) throw new Error(JSON.stringify(submission));
    const dossier = (await beffroi().get(DossiersService).byReference(submission.confirmation.reference))!;
    await beffroi().settled();
    return { ...submission.confirmation, dossier };
  }

  async function decide(dossier: Dossier, issue: string): Promise<void> {
    const tasks = beffroi().get(UserTasksService);
    const [task] = await tasks.search({ processInstanceKey: dossier.processInstanceKey! });
    const agent = (await beffroi().get(AccountsService).byEmail('agent1@example.org'))!;
    const actor = { kind: 'agent' as const, accountId: agent.id, departments: agent.departments };
    expect(await tasks.complete(task!.id, { issue }, actor)).toEqual({ accepted: true });
    await beffroi().settled();
  }

  const reload = (dossier: Dossier) => beffroi().get(DossiersService).byId(dossier.id) as Promise<Dossier>;
  const subjects = async (dossier: Dossier) =>
    (await beffroi().get(MailService).ofDossier(dossier.id)).map(({ subject }) => subject.split(' ')[0]);

  return { browser, filledDraft, submitted, decide, reload, subjects };
}
