import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { freePort } from '../../test/support/free-port.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { letter, withPicture } from './letter.js';
import { MailDelivery } from './mail-delivery.js';
import { MailService } from './mail.service.js';
import { MessageWriter } from './message-writer.js';

/** A mail server that keeps what it gets, refuses `nobody@`, and answers "later" to the first try for `patience@`. */
async function startMailServer(): Promise<{ url: string; received: ParsedMail[]; stop: () => Promise<void> }> {
  const received: ParsedMail[] = [];
  const tried = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const refusal = (responseCode: number): Error => Object.assign(new Error('no'), { responseCode });
      if (address.startsWith('nobody@')) return done(refusal(550));
      if (address.startsWith('patience@') && !tried.has(address)) {
        tried.add(address);
        return done(refusal(451));
      }
      return done();
    },
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        received.push(mail);
        done();
      });
    },
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    stop: () => new Promise((closed) => server.close(closed)),
  };
}

describe('mail', () => {
  let server: Awaited<ReturnType<typeof startMailServer>>;
  let beffroi: TestProgram;
  let folder: string;
  beforeAll(async () => {
    server = await startMailServer();
    folder = attestation();
    const env = { SMTP_URL: server.url, MAIL_FROM: 'Ville — démo <ville@example.org>', PROCEDURES_DIR: folder };
    beffroi = await startBeffroi({ env });
  });
  afterAll(async () => {
    await beffroi.stop();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const queue = (to: string, key: string, confidential?: string) =>
    beffroi.get(DataSource).transaction(async (tx) => {
      const body = { subject: 'Votre demande « été »', text: 'Code : BCDFGHJK\n', html: '<p>Code : BCDFGHJK</p>' };
      await beffroi.get(MailService).queue(tx, { ...body, to, idempotencyKey: key, confidential });
    });
  const row = async (key: string) =>
    (await beffroi.get(MailService).mailbox()).find((one) => one.idempotencyKey === key)!;
  const to = (address: string) =>
    server.received.filter((mail) => ![mail.to].flat().every((one) => !one?.text.includes(address)));

  it('goes out in text and HTML, once, and the code does not stay here', async () => {
    await queue('alice@example.org', 'one', 'BCDFGHJK');
    await queue('alice@example.org', 'one', 'BCDFGHJK');
    await beffroi.settled();
    const [mail, ...others] = to('alice@example.org');
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('Votre demande « été »');
    expect(mail!.text).toContain('Code : BCDFGHJK');
    expect(mail!.html).toContain('<p>Code : BCDFGHJK</p>');
    expect(mail!.from!.value).toEqual([{ name: 'Ville — démo', address: 'ville@example.org' }]);
    expect(mail!.messageId).toMatch(/^<[0-9a-f]{32}@example\.org>$/);
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
    const kept = await row('one');
    expect(kept).toMatchObject({ status: 'sent', text: 'Code : ••••••••\n', html: '<p>Code : ••••••••</p>' });
    await beffroi.get(MailDelivery).deliver(kept.id);
    expect(to('alice@example.org')).toHaveLength(1);
  });

  it('carries its pictures with it, so that nobody learns that it was opened', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await beffroi.get(DataSource).transaction(async (tx) => {
      const html = withPicture(
        letter({ ...{ subject: 's', text: 't', html: '<p>t</p>', town: 'v', footer: 'f' }, lang: 'fr', publicUrl: '' })
          .html,
        { address: `data:image/png;base64,${png}`, alt: 'Payer « 2 € »', caption: 'Scannez', size: 9 },
      );
      const wanted = { subject: 's', text: 't', html, to: 'picture@example.org', idempotencyKey: 'picture' };
      await beffroi.get(MailService).queue(tx, wanted);
    });
    await beffroi.settled();
    const [mail] = to('picture@example.org');
    expect(mail!.attachments.map(({ contentType, content }) => [contentType, content.toString('base64')])).toEqual([
      ['image/png', png],
    ]);
    expect(mail!.html).toContain('alt="Payer « 2 € »"');
  });

  it('is not sent when the transaction that wanted it fails', async () => {
    const failing = beffroi.get(DataSource).transaction(async (tx) => {
      const body = { subject: 's', text: 't', html: 'h' };
      await beffroi.get(MailService).queue(tx, { ...body, to: 'ghost@example.org', idempotencyKey: 'ghost' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await beffroi.settled();
    expect(to('ghost@example.org')).toEqual([]);
  });

  it('is tried again when the server says later, and given up when it says never', async () => {
    await queue('patience@example.org', 'patience');
    await queue('nobody@example.org', 'nobody');
    await beffroi.settled();
    expect(to('patience@example.org')).toHaveLength(1);
    expect(await row('patience')).toMatchObject({ status: 'sent', error: null });
    expect(await row('nobody')).toMatchObject({ status: 'failed', error: 'EENVELOPE 550' });
  });

  it('cannot be given further recipients or headers by an address', async () => {
    await queue('eve@example.org\r\nBcc: victim@example.org', 'injection');
    await queue('a@example.org, b@example.org', 'list');
    await beffroi.settled();
    for (const key of ['injection', 'list'])
      expect(await row(key)).toMatchObject({ status: 'failed', error: 'EADDRESS' });
    expect(JSON.stringify(server.received)).not.toMatch(/victim|b@example/);
  });

  it('never carries a national number', () => {
    const procedure = beffroi.get(ProcedureCatalogue).get('attestation')!;
    const writer = beffroi.get(MessageWriter);
    const variables = { dossier: { reference: 'TRN-2026-000001' }, prenom: 'Alice' };
    expect(() => writer.write(procedure, 'indiscret', 'fr', variables)).toThrow('national number');
    const message = writer.write(procedure, 'recu', 'nl', {
      ...variables,
      prenom: '<b>Alice</b>',
      niss: '85073003328',
    });
    expect(message.html).toContain('<html lang="nl">');
    expect(message.html).toContain('&lt;b&gt;Alice');
    expect(message.text).toContain('Stad Doornik');
  });
});
