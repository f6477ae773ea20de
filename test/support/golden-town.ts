/** A town with the shipped blocks and the small procedures of the golden scenarios (`test/golden`). Whoever makes it removes it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MailService } from '../../src/mail/mail.service.js';
import type { TestProgram } from './app.js';
import { temporaryFolder } from './folder.js';
import { HttpBrowser } from './http-browser.js';
import { signingTown } from './signing-town.js';

const root = resolve(import.meta.dirname, '../..');

export function goldenTown(): string {
  const folder = temporaryFolder();
  for (const shared of ['departments.yaml', '_blocks'])
    cpSync(join(root, 'procedures', shared), join(folder, shared), { recursive: true });
  cpSync(join(root, 'test/golden'), folder, { recursive: true });
  return folder;
}

/** The small procedure of `signing-town.ts` under another key, for these signatories. */
export function addSigning(town: string, key: string, signatories: readonly string[]): void {
  const from = signingTown({ signatories });
  const own = join(from, 'arrete');
  for (const file of readdirSync(own, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    const name = join(file.parentPath, file.name);
    const to = join(town, key, name.slice(own.length + 1).replaceAll('arrete', key));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(name, 'utf8').replaceAll(/arrete(?!s)/g, key));
  }
  rmSync(from, { recursive: true });
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

  /** Opens the task of this name from the page of the dossier, or from the inbox, takes it, and answers its form. */
  async does(
    agent: HttpBrowser,
    reference: string,
    task: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<void> {
    await agent.open(`/bureau/dossiers/${reference}`);
    const link =
      agent.status === 200
        ? agent.$(`.workbench__decision a[href^="/bureau/taches/"]:contains("${task}")`).first().attr('href')
        : await this.taskInInbox(agent, reference);
    if (!link) throw new Error(`Expected a task "${task}" at ${reference}, at ${agent.path}: ${agent.text('body')}`);
    await agent.open(link);
    await agent.submit({ form: `form[action="${link}/prendre"]` });
    await agent.submit({ form: `form[action="${link}"]`, fields });
    await this.beffroi.settled();
  }

  /** A service that is asked has its task in its inbox: the page of the dossier is another department's. */
  private async taskInInbox(agent: HttpBrowser, reference: string): Promise<string | undefined> {
    await agent.open(`/bureau?vue=service&q=${reference}`);
    return agent.$('main a[href^="/bureau/taches/"]').first().attr('href')?.split('#')[0];
  }

  /** Any small procedure whose form has one page; answers the number of the dossier. */
  async orders(procedure: string, fields: Readonly<Record<string, string>>): Promise<string> {
    return (await this.ordersBy(procedure, fields)).reference;
  }

  /** The same with the browser of the applicant, who may follow the dossier. */
  async ordersBy(
    procedure: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ citizen: HttpBrowser; reference: string; code: string }> {
    const citizen = new HttpBrowser(this.beffroi.url);
    await citizen.open(`/demarches/${procedure}`);
    await citizen.submit({ form: 'form[action$="demarrer"]' });
    await citizen.submit({ fields: { prenom: 'Odile', nom: 'Exemple', email: 'odile@example.org', ...fields } });
    await citizen.submit();
    const reference = citizen.$('.confirmation__codes dd').first().text().trim();
    if (!reference) throw new Error(`The request was not taken: ${citizen.text('main')}`);
    const [code = ''] = /[B-Z]{4}-[B-Z]{4}/.exec(citizen.text('.confirmation__codes')) ?? [];
    await this.beffroi.settled();
    return { citizen, reference, code };
  }

  /** The item is written and approved, put before a sitting of the college on this day, and decided there. */
  async sits(
    secretary: HttpBrowser,
    reference: string,
    { day, vote, urgent = false }: { day: string; vote: string; urgent?: boolean },
  ): Promise<void> {
    await secretary.open('/bureau/seances');
    await secretary.submit({ form: '.sitting-plan', fields: { organe: 'college', jour: day, heure: '18:00' } });
    const page = secretary.path;
    const box = secretary.$(`label:contains("${reference}")`).attr('for');
    if (!box) throw new Error(`Expected ${reference} to wait for a sitting: ${secretary.text('main')}`);
    secretary.$(`#${box}`).attr('checked', 'checked');
    const press = async (action: string, fields: Record<string, string> = {}): Promise<void> => {
      await secretary.submit({ form: `form[action$="${action}"]`, fields });
      await this.beffroi.settled();
    };
    await press('/points');
    await press('/convoquer');
    await secretary.open(page);
    const name = secretary.$('.agenda-item [type=radio]').attr('name')!;
    const item = name.slice('vote-'.length);
    const words = vote === 'reporte' ? {} : { [`texte-${item}`]: 'Le collège décide.' };
    const fields = { presents: 'Le bourgmestre (exemple)', [name]: vote, ...words };
    await press('/decisions', { ...fields, ...(urgent && { [`urgent-${item}`]: 'oui' }) });
    await press('/cloturer');
    if (secretary.status !== 200) throw new Error(`The sitting was not closed: ${secretary.text('main')}`);
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
