import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/folder.js';
import { type CamundaClients, camundaClients } from '../../../test/support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const TEXT = 'Le règlement de la salle';

describe('documents over the API', () => {
  let beffroi: TestWorkflow;
  let clients: CamundaClients;
  const file = join(temporaryFolder(), 'règlement.txt');
  writeFileSync(file, TEXT);

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true' } });
    clients = camundaClients(beffroi);
  });
  afterAll(() => beffroi.stop());

  const upload = (metadata: object = {}, options: object = {}) =>
    clients.sdk.uploadDocument({
      file: createReadStream(file),
      metadata: { fileName: 'règlement.txt', contentType: 'text/plain', ...metadata },
      ...options,
    });

  it('are kept with what is said about them, and given back', async () => {
    const reference = await upload({ customProperties: { room: 'Halle' }, processDefinitionId: 'rooms' });
    expect(reference).toMatchObject({
      'camunda.document.type': 'camunda',
      storeId: 'beffroi',
      contentHash: createHash('sha256').update(TEXT).digest('hex'),
      metadata: { fileName: 'règlement.txt', contentType: 'text/plain', size: 25, processDefinitionId: 'rooms' },
    });
    const { documentId, contentHash } = reference;
    const content = await clients.sdk.downloadDocument({ documentId, contentHash: contentHash });
    expect(content.toString()).toBe(TEXT);
    await expect(clients.sdk.downloadDocument({ documentId, contentHash: 'other' })).rejects.toMatchObject({
      statusCode: 400,
    });
    await clients.sdk.deleteDocument({ documentId });
    await expect(clients.sdk.deleteDocument({ documentId })).rejects.toMatchObject({ statusCode: 404 });
    await expect(clients.cluster.getDocument({ documentId: documentId as never })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('are never a page of ours', async () => {
    const { documentId } = await clients.cluster.createDocument({
      file: new File(['<script>alert(1)</script>'], 'page.html', { type: 'text/html' }),
      metadata: { customProperties: {} },
    });
    const answer = await fetch(`${beffroi.url}/v2/documents/${documentId}`);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''page.html");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('have an id that the caller chooses, once', async () => {
    expect(await upload({}, { documentId: 'rules-2026' })).toMatchObject({ documentId: 'rules-2026' });
    await expect(upload({}, { documentId: 'rules-2026' })).rejects.toMatchObject({ statusCode: 409 });
    await expect(upload({}, { documentId: '../x' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(upload({}, { storeId: 'elsewhere' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(upload({ colour: 'red' })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('are gone when their time is over', async () => {
    const inAnHour = new Date(beffroi.clock.now().getTime() + 3_600_000).toISOString();
    const { documentId } = await upload({ expiresAt: inAnHour });
    await clients.cluster.getDocument({ documentId: documentId as never });
    beffroi.clock.advance('PT2H');
    await expect(clients.cluster.getDocument({ documentId: documentId as never })).rejects.toMatchObject({
      status: 404,
    });
    await upload();
    const { rows } = await beffroi.database.query('SELECT FROM exchanged_file WHERE document_id = $1', [documentId]);
    expect(rows).toHaveLength(0);
    await expect(upload({ expiresAt: '2001-01-01T00:00:00Z' })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('are kept in batches: what is wrong with one does not concern the others', async () => {
    const file = (name: string) => new File(['x'], name, { type: 'text/plain' });
    const all = await clients.cluster.createDocuments({ files: [file('a.txt'), file('b.txt')] });
    expect(all.createdDocuments.map(({ metadata }) => metadata.fileName)).toEqual(['a.txt', 'b.txt']);
    const form = new FormData();
    form.append('files', file('c.txt'));
    form.append('files', file('d.txt'));
    form.append('metadataList', JSON.stringify([{ fileName: 'c2.txt' }, { expiresAt: 'soon' }]));
    const some = await fetch(`${beffroi.url}/v2/documents/batch`, { method: 'POST', body: form });
    expect(some.status).toBe(207);
    expect(await some.json()).toMatchObject({
      createdDocuments: [{ metadata: { fileName: 'c2.txt' } }],
      failedDocuments: [{ fileName: 'd.txt', status: 400, title: 'INVALID_ARGUMENT' }],
    });
    const none = await fetch(`${beffroi.url}/v2/documents/batch`, { method: 'POST', body: new FormData() });
    expect(none.status).toBe(400);
  });

  it('have links at both addresses that open them to anybody, for a while', async () => {
    const { documentId } = await upload();
    const links = [
      (await clients.sdk.createDocumentLink({ documentId, timeToLive: 60_000 })) as { url: string },
      await clients.cluster.createDocumentLink({ documentId: documentId as never, timeToLive: 60_000 }),
    ];
    // from elsewhere: by itself such a request may do nothing
    const ask = (url: string) => fetch(url, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    for (const { url } of links) {
      expect(await (await ask(url)).text()).toBe(TEXT);
      expect((await ask(url.replace(documentId, 'rules-2026'))).status).toBe(401);
      expect((await ask(url.replace(/expires=(\d+)/, 'expires=99999999999999'))).status).toBe(401);
    }
    beffroi.clock.advance('PT2M');
    expect((await ask(links[0]!.url)).status).toBe(401);
    await expect(clients.sdk.createDocumentLink({ documentId: 'none' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
