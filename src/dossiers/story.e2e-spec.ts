import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { attestation } from '../../test/support/attestation.js';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { answers, dossierStage, PDF } from '../../test/support/dossier-stage.js';
import { AccountsService } from '../access/accounts.service.js';
import type { Visitor } from '../access/visitor.js';
import { DocumentsService } from '../documents/documents.service.js';
import { VerificationService } from '../documents/verification.service.js';
import { MailService } from '../mail/mail.service.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { UserTasksService } from '../workflow/user-tasks.service.js';
import { AttachmentsService } from './attachments.service.js';
import { ComplementsService } from './complements.service.js';
import { DossierNumbers } from './dossier-number.js';
import { DossiersService } from './dossiers.service.js';
import { DraftsService } from './drafts.service.js';
import { ResumeService } from './resume.service.js';
import { type Confirmation, SubmissionsService } from './submissions.service.js';
import { TimelineService } from './timeline.service.js';
import { TrackingService } from './tracking.service.js';

let beffroi: TestProgram;
let folder: string;
beforeAll(async () => {
  folder = attestation();
  beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
});
afterAll(async () => {
  await beffroi.stop();
  rmSync(folder, { recursive: true });
});

const { browser, filledDraft, submitted, decide, reload, subjects } = dossierStage(() => beffroi);

describe('submitting', () => {
  it('opens a dossier once: number, code, files, task, acknowledgement', async () => {
    const who = await browser();
    const draft = await filledDraft(who);
    const submissions = beffroi.get(SubmissionsService);
    const visitor = await who.visitor();
    const [one, two] = await Promise.all([
      submissions.submit(draft.id, visitor),
      submissions.submit(draft.id, visitor),
    ]);
    expect(one).toEqual(two);
    expect(await submissions.submit(draft.id, visitor)).toEqual(one);
    const { confirmation } = one as { confirmation: Confirmation };
    expect(confirmation.reference).toMatch(/^TRN-\d{4}-\d{6}$/);
    expect(confirmation.trackingCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    expect(await submissions.confirmation(draft.id, visitor)).toEqual(confirmation);
    await beffroi.settled();

    const dossier = (await beffroi.get(DossiersService).byReference(confirmation.reference))!;
    expect(dossier).toMatchObject({
      applicantName: 'Alice Exemple',
      applicantEmail: 'alice@example.org',
      department: 'population',
    });
    expect(await beffroi.get(AttachmentsService).ofDossier(dossier.id)).toMatchObject([{ fileName: 'preuve.pdf' }]);
    const tasks = await beffroi.get(UserTasksService).search({ processInstanceKey: dossier.processInstanceKey! });
    expect(tasks).toMatchObject([{ element: 'verifier', candidateGroups: ['population'] }]);
    const [mail, ...others] = await beffroi.get(MailService).ofDossier(dossier.id);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      recipient: 'alice@example.org',
      status: 'kept',
      subject: `Demande ${dossier.reference} reçue`,
    });
    expect(mail!.text).toContain(confirmation.trackingCode);
    expect(dossier.publicStatus).toBe('en-traitement');
  });

  it('gives numbers without gaps, also when one fails on the way', async () => {
    const before = (await submitted(await browser())).reference;
    const who = await browser();
    const draft = await filledDraft(who, { ...answers, niss: '85073003327' });
    expect(await beffroi.get(SubmissionsService).submit(draft.id, await who.visitor())).toMatchObject({
      page: 'personne',
      errors: [{ field: 'niss' }],
    });
    const lost = beffroi.get(DataSource).transaction(async (tx) => {
      await beffroi.get(DossierNumbers).next(tx, beffroi.clock.now());
      throw new Error('the mail could not be written');
    });
    await expect(lost).rejects.toThrow();
    const many = await Promise.all([1, 2, 3].map(async () => (await submitted(await browser())).reference));
    const numbers = [before, ...many].map((reference) => Number(reference.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual([0, 1, 2, 3].map((more) => numbers[0]! + more));
  });

  it('keeps the tracking code only as a keyed hash', async () => {
    const { trackingCode, dossier } = await submitted(await browser());
    const { rows } = await beffroi.database.query<{ row: string }>(
      `SELECT d::text || coalesce(f.*::text, '') AS row FROM dossier d LEFT JOIN draft f ON f.dossier_id = d.id WHERE d.id = $1`,
      [dossier.id],
    );
    expect(rows[0]!.row).not.toContain(trackingCode);
  });

  it('is not for somebody else’s draft', async () => {
    const draft = await filledDraft(await browser());
    const stranger = await (await browser()).visitor();
    expect(await beffroi.get(SubmissionsService).submit(draft.id, stranger)).toEqual({ refused: 'unknown' });
    expect(await beffroi.get(DraftsService).get(draft.id, stranger)).toBeUndefined();
  });
});

describe('following', () => {
  it('opens by code and second factor, for this browser', async () => {
    const { trackingCode, dossier } = await submitted(await browser());
    const other = await browser();
    const open = beffroi.get(TrackingService);
    const typed = `${trackingCode.slice(0, 4)}-${trackingCode.slice(4)}`.toLowerCase();
    const email = 'alice@example.org';
    expect(await open.open(typed, { email: 'bob@example.org' }, await other.visitor(), 'a')).toEqual({
      refused: 'wrong',
    });
    expect(await beffroi.get(DossiersService).followed(dossier.reference, await other.visitor())).toBeUndefined();
    expect(await open.open(typed, { email }, await other.visitor(), 'a')).toMatchObject({
      dossier: { id: dossier.id },
    });
    expect(await beffroi.get(DossiersService).followed(dossier.reference, await other.visitor())).toMatchObject({
      id: dossier.id,
    });
  });

  it('refuses the sixth try at a code, from wherever it comes, and the sixth try from one place', async () => {
    const { trackingCode } = await submitted(await browser());
    const open = beffroi.get(TrackingService);
    const visitor = await (await browser()).visitor();
    for (let tries = 0; tries < 5; tries++)
      expect(await open.open(trackingCode, { email: 'x@example.org' }, visitor, `place-${tries}`)).toEqual({
        refused: 'wrong',
      });
    const right = { email: 'alice@example.org' };
    expect(await open.open(trackingCode, right, visitor, 'place-9')).toMatchObject({ refused: 'too-many' });
    for (const code of ['BBBBCCCC', 'BBBBCCCD', 'BBBBCCCF', 'BBBBCCCG', 'BBBBCCCH'])
      expect(await open.open(code, right, visitor, 'one place')).toEqual({ refused: 'wrong' });
    expect(await open.open('BBBBCCCJ', right, visitor, 'one place')).toMatchObject({ refused: 'too-many' });
  });

  it('resumes a draft in another browser by its code and what was answered', async () => {
    const draft = await filledDraft(await browser());
    const resume = beffroi.get(ResumeService);
    const old = await resume.newCode(draft);
    const code = await resume.newCode(draft);
    const other = await browser();
    const email = 'alice@example.org';
    expect(await resume.resume(old, { email }, await other.visitor(), 'r')).toEqual({ refused: 'wrong' });
    expect(await resume.resume(code, {}, await other.visitor(), 'r')).toEqual({ refused: 'wrong' });
    expect(await resume.resume(code, { email }, await other.visitor(), 'r')).toMatchObject({ draft: { id: draft.id } });
    expect(await beffroi.get(DraftsService).get(draft.id, await other.visitor())).toMatchObject({
      answers: { prenom: 'Alice' },
    });
  });

  it('belongs to the account that sent it, and to no other', async () => {
    const alice = (await beffroi.get(AccountsService).byEmail('alice@example.org'))!;
    const bram = (await beffroi.get(AccountsService).byEmail('bram@example.org'))!;
    const agents = await Promise.all(
      ['agent1@example.org', 'etat-civil@example.org', 'admin@example.org'].map((email) =>
        beffroi.get(AccountsService).byEmail(email),
      ),
    );
    const as = async (account: typeof alice): Promise<Visitor> => ({ ...(await (await browser()).visitor()), account });
    const session = await browser();
    const { reference } = await submitted({ visitor: async () => ({ ...(await session.visitor()), account: alice }) });
    const dossiers = beffroi.get(DossiersService);
    expect(await dossiers.followed(reference, await as(alice))).toBeDefined();
    expect(await dossiers.followed(reference, await as(bram))).toBeUndefined();
    const treats = await Promise.all(
      agents.map(async (agent) => !!(await dossiers.treated(reference, await as(agent!)))),
    );
    expect(treats).toEqual([true, false, false]);
    expect(await dossiers.treated(reference, await as(alice))).toBeUndefined();
    expect((await dossiers.ofAccount(alice.id)).map((dossier) => dossier.reference)).toContain(reference);
  });
});

describe('a dossier to its end', () => {
  it('complement answered, document issued, verified', async () => {
    const who = await browser();
    const { dossier, trackingCode } = await submitted(who);
    await decide(dossier, 'non');
    expect((await reload(dossier)).publicStatus).toBe('a-completer');
    expect(await subjects(dossier)).toEqual(['Demande', 'Complément']);

    const other = await browser();
    await beffroi
      .get(TrackingService)
      .open(trackingCode, { email: 'alice@example.org' }, await other.visitor(), 'home');
    const complements = beffroi.get(ComplementsService);
    const [complement] = await complements.awaited(dossier);
    expect(complement).toMatchObject({ element: 'attendre', form: { id: 'reponse' } });
    expect(await complements.begin(dossier, 'attendre', await (await browser()).visitor())).toBeUndefined();
    const answer = (await complements.begin(dossier, 'attendre', await other.visitor()))!;
    expect((await complements.begin(dossier, 'attendre', await other.visitor()))!.id).toBe(answer.id);
    expect(await complements.answer(answer.id, await other.visitor())).toMatchObject({
      errors: [{ field: 'message' }],
    });
    const page = complement!.form.pages[0]!;
    await beffroi.get(DraftsService).save(answer.id, await other.visitor(), page, { message: 'Voici.' });
    await beffroi.get(AttachmentsService).attach(answer, page.fields[1]!, { originalname: 'suite.pdf', buffer: PDF });
    const visitor = await other.visitor();
    const outcomes = await Promise.all([
      complements.answer(answer.id, visitor),
      complements.answer(answer.id, visitor),
    ]);
    expect(outcomes).toMatchObject([{ answered: { id: dossier.id } }, { answered: { id: dossier.id } }]);
    await beffroi.settled();
    expect(await complements.awaited(dossier)).toEqual([]);
    expect(await complements.answersOf(dossier.id)).toMatchObject([{ answers: { message: 'Voici.' } }]);
    expect(await beffroi.get(AttachmentsService).ofDossier(dossier.id)).toHaveLength(2);

    await decide(dossier, 'oui');
    const closed = await reload(dossier);
    expect(closed.publicStatus).toBe('prete');
    expect(closed.closedAt).not.toBeNull();
    expect(await subjects(dossier)).toEqual(['Demande', 'Complément', 'Prête']);
    const [document] = await beffroi.get(DocumentsService).ofDossier(dossier.id);
    expect(document).toMatchObject({ number: `${dossier.reference}/1`, title: 'Attestation', status: 'valid' });
    expect(await beffroi.get(VerificationService).verify(document!.verificationCode, 'v')).toMatchObject({
      state: 'valid',
      document: { initials: 'A. E.', birthYear: '1985', number: document!.number },
    });
    const timeline = await beffroi.get(TimelineService).of(closed);
    expect(timeline.done.map(({ kind, status }) => status ?? kind)).toEqual([
      'submitted',
      'en-traitement',
      'a-completer',
      'answered',
      'en-traitement',
      'document',
      'prete',
    ]);
    expect(timeline).toMatchObject({ now: { status: 'prete', closed: true }, next: [] });
  });

  it('complement never answered: reminded, then closed; an answer comes too late', async () => {
    const who = await browser();
    const { dossier, trackingCode } = await submitted(who);
    await decide(dossier, 'non');
    await beffroi.get(TrackingService).open(trackingCode, { email: 'alice@example.org' }, await who.visitor(), 'late');
    const complements = beffroi.get(ComplementsService);
    const answer = (await complements.begin(dossier, 'attendre', await who.visitor()))!;
    const page = beffroi.get(ProcedureCatalogue).get('attestation')!.forms.get('reponse')!.pages[0]!;
    await beffroi.get(DraftsService).save(answer.id, await who.visitor(), page, { message: 'Trop tard.' });
    await beffroi.advance('P13D');
    expect(await subjects(dossier)).toEqual(['Demande', 'Complément', 'Rappel']);
    expect((await reload(dossier)).publicStatus).toBe('a-completer');
    await beffroi.advance('P3D');
    expect((await reload(dossier)).publicStatus).toBe('classee-sans-suite');
    await beffroi.get(TrackingService).open(trackingCode, { email: 'alice@example.org' }, await who.visitor(), 'later');
    expect(await complements.answer(answer.id, await who.visitor())).toEqual({ refused: 'too-late' });
    expect(await complements.begin(dossier, 'attendre', await who.visitor())).toBeUndefined();
  });

  it('a late delivery of an earlier status changes the history only', async () => {
    const { dossier } = await submitted(await browser());
    const before = await reload(dossier);
    const { rows } = await beffroi.database.query<{ id: string }>(
      `INSERT INTO outbox_entry (id, topic, payload, created_at) VALUES (1, 'public-status.reached', $1, $2) RETURNING id`,
      [
        { processInstanceKey: dossier.processInstanceKey, status: 'a-completer', at: before.submittedAt },
        beffroi.clock.now(),
      ],
    );
    expect(rows).toHaveLength(1);
    await beffroi.get(DataSource).query(`SELECT pg_notify('outbox', '')`);
    await beffroi.settled();
    expect((await reload(dossier)).publicStatus).toBe(before.publicStatus);
    const { done } = await beffroi.get(TimelineService).of(before);
    expect(done.map(({ status }) => status)).toContain('a-completer');
  });
});
