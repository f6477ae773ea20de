import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { SessionsService } from '../access/sessions.service.js';
import type { Visitor } from '../access/visitor.js';
import type { Field } from '../forms/form.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { AttachmentsService } from './attachments.service.js';
import type { Draft } from './draft.entity.js';
import { DraftsService } from './drafts.service.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('drafts and their files', () => {
  let beffroi: TestProgram;
  let folder: string;
  let visitor: Visitor;
  let draft: Draft;
  let field: Field;
  let attachments: AttachmentsService;
  let drafts: DraftsService;
  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
    attachments = beffroi.get(AttachmentsService);
    drafts = beffroi.get(DraftsService);
    const sessions = beffroi.get(SessionsService);
    const token = sessions.newToken();
    await sessions.remember(token);
    const form = beffroi.get(ProcedureCatalogue).get('attestation')!.startForm;
    draft = await drafts.begin('attestation', form.id, await sessions.visitor(token), 'fr');
    visitor = await sessions.visitor(token);
    field = form.pages[1]!.fields[0]!;
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  const attach = (originalname: string, buffer: Buffer) => attachments.attach(draft, field, { originalname, buffer });

  it('are judged by their content, whatever they are called', async () => {
    expect(await attach('photo.pdf', PNG)).toMatchObject({
      attachment: { fileName: 'photo.png', mediaType: 'image/png' },
    });
    expect(await attach('scan', PDF)).toMatchObject({
      attachment: { fileName: 'scan.pdf', mediaType: 'application/pdf' },
    });
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    expect(await attach('page.pdf', page)).toMatchObject({
      error: { field: 'justificatif', message: 'forms.file.kind' },
    });
    expect(await attach('program.pdf', Buffer.from('MZ\x90\0'.padEnd(200, '\0'), 'latin1'))).toHaveProperty('error');
    expect(await attach('empty.pdf', Buffer.alloc(0))).toHaveProperty('error');
  });

  it('are no larger than ten megabytes', async () => {
    const large = Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)]);
    expect(await attach('large.pdf', large)).toMatchObject({ error: { message: 'forms.file.large' } });
  });

  it('are given back to their draft only, byte for byte', async () => {
    const files = (await attachments.filesOf(draft.id))['justificatif']!;
    expect(files.map(({ name }) => name)).toEqual(['photo.png', 'scan.pdf']);
    const found = await attachments.download({ draftId: draft.id }, files[0]!.id!);
    expect(found!.content.equals(PNG)).toBe(true);
    expect(await attachments.download({ draftId: '1' }, files[0]!.id!)).toBeNull();
    await attachments.detach(draft, files[0]!.id!);
    expect((await attachments.filesOf(draft.id))['justificatif']).toHaveLength(1);
  });

  it('keep the answers of each page; a page saved again replaces its own', async () => {
    const [person, , contact] = beffroi.get(ProcedureCatalogue).get('attestation')!.startForm.pages;
    await drafts.save(draft.id, visitor, person!, { prenom: 'Alice', nom: 'Exemple' });
    await drafts.save(draft.id, visitor, contact!, { email: 'alice@example.org' });
    const saved = await drafts.save(draft.id, visitor, person!, { prenom: 'Alix' });
    expect(saved).toMatchObject({
      answers: { prenom: 'Alix', email: 'alice@example.org' },
      pagesDone: ['contact', 'personne'],
    });
    expect(saved!.answers).not.toHaveProperty('nom');
    expect(await drafts.ofVisitor(visitor)).toMatchObject([{ id: draft.id }]);
    expect(await drafts.get('1 OR 1=1', visitor)).toBeUndefined();
  });

  it('are gone thirty days after the last change', async () => {
    await beffroi.advance('P29D');
    expect(await drafts.get(draft.id, visitor)).toBeDefined();
    await beffroi.advance('P2D');
    expect(await drafts.get(draft.id, visitor)).toBeUndefined();
    const { rows } = await beffroi.database.query(
      'SELECT FROM draft UNION ALL SELECT FROM attachment UNION ALL SELECT FROM session',
    );
    expect(rows).toEqual([]);
  });
});
