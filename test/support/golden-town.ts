/** A town with the shipped blocks and the small procedures of the golden scenarios (`test/golden`). Whoever makes it removes it. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MailService } from '../../src/mail/mail.service.js';
import type { TestProgram } from './app.js';
import { temporaryFolder } from './folder.js';
import { HttpBrowser } from './http-browser.js';

const root = resolve(import.meta.dirname, '../..');

export function goldenTown(): string {
  const folder = temporaryFolder();
  for (const shared of ['departments.yaml', '_blocks'])
    cpSync(join(root, 'procedures', shared), join(folder, shared), { recursive: true });
  cpSync(join(root, 'test/golden'), folder, { recursive: true });
  return folder;
}

/** What people do in golden scenarios, over HTTP and without script. */
export class GoldenPeople {
  constructor(private readonly beffroi: TestProgram) {}

  /** Asks for a manifestation; answers its number. */
  async ask(fields: {
    lieu: string;
    personnes: string;
    chapiteau: 'oui' | 'non';
    plan?: { file: Blob; name: string };
  }) {
    const { organiser, reference } = await this.asking(fields);
    await organiser.open('/demarches');
    return reference;
  }

  async asking(fields: {
    lieu: string;
    personnes: string;
    chapiteau: 'oui' | 'non';
    plan?: { file: Blob; name: string };
  }) {
    const organiser = new HttpBrowser(this.beffroi.url);
    await organiser.open('/demarches/manifestation');
    await organiser.submit({ form: 'form[action$="demarrer"]' });
    const person = { prenom: 'Odile', nom: 'Exemple', email: 'odile@example.org', telephone: '' };
    await organiser.submit({ fields: { ...person, ...fields } });
    await organiser.submit();
    const reference = organiser.$('.confirmation__codes dd').first().text().trim();
    await this.beffroi.settled();
    return { organiser, reference };
  }

  async agent(email = 'agent1@example.org'): Promise<HttpBrowser> {
    const browser = new HttpBrowser(this.beffroi.url);
    await browser.open('/connexion');
    return browser.submit({ fields: { email, password: 'beffroi-demo' } });
  }

  /** Opens the task of this name from the page of the dossier, takes it, and answers its form. */
  async does(
    agent: HttpBrowser,
    reference: string,
    task: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<void> {
    await agent.open(`/bureau/dossiers/${reference}`);
    const link = agent.$(`.workbench__decision a:contains("${task}")`).first().attr('href');
    if (!link) throw new Error(`Expected a task "${task}" at ${reference}: ${agent.text('.workbench__decision')}`);
    await agent.open(link);
    await agent.submit({ form: `form[action="${link}/prendre"]` });
    await agent.submit({ form: `form[action="${link}"]`, fields });
    await this.beffroi.settled();
  }

  /** The link of the last message that went to this address. */
  async linkTo(address: string): Promise<string> {
    const mails = await this.beffroi.get(MailService).mailbox({ limit: 500 });
    const found = mails.find(({ recipient, text }) => recipient === address && text.includes('/avis/'));
    const path = /\/avis\/[0-9a-f]{64}/.exec(found?.text ?? '')?.[0];
    if (!path) throw new Error(`No link was sent to ${address}.`);
    return path;
  }

  /** A body outside the town answers by the last link that it was sent. */
  async answers(address: string, fields: Readonly<Record<string, string>>): Promise<HttpBrowser> {
    const body = new HttpBrowser(this.beffroi.url);
    await body.open(await this.linkTo(address));
    await body.submit({ form: 'main form', fields });
    await this.beffroi.settled();
    return body;
  }
}
