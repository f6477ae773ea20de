import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { LegalClocksService } from '../../src/procedures/legal-clocks/legal-clocks.service.js';
import { ProcedureCatalogue } from '../../src/procedures/procedure-catalogue.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { bpmn, extensions, node, serviceTask } from '../support/bpmn.js';
import { testClock } from '../support/clock.js';
import { HttpBrowser } from '../support/http-browser.js';
import { townWithBlocks } from '../support/town-with-blocks.js';

/** A procedure composed of blocks (`test/blocks/autorisation`), from the portal's submission to the end. */
let town: string;
let beffroi: TestProgram;
beforeAll(async () => {
  town = townWithBlocks();
  addPaidProcedure(town);
  const clock = testClock('2026-03-02T09:00:00Z');
  beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
});
afterAll(async () => {
  await beffroi.stop();
  rmSync(town, { recursive: true });
});

/** It needs somebody else's signature, for which the program has no worker. */
function addPaidProcedure(folder: string): void {
  const paid = join(folder, 'payante');
  for (const name of ['forms', 'texts']) mkdirSync(join(paid, name), { recursive: true });
  const like = join(folder, 'autorisation');
  cpSync(join(like, 'forms/autorisation-demande.form'), join(paid, 'forms/autorisation-demande.form'));
  const form = extensions('<zeebe:formDefinition formId="autorisation-demande" />');
  const parts = [
    node('startEvent', 'depot', form),
    serviceTask('payer', 'request-cosignature'),
    node('endEvent', 'fin'),
  ];
  writeFileSync(join(paid, 'process.bpmn'), bpmn('payante', parts));
  writeFileSync(join(paid, 'texts/fr.yaml'), 'title: Demande payante\n');
  writeFileSync(
    join(paid, 'procedure.yaml'),
    `key: payante
versionTag: '1'
category: essais
department: population
audience: [citizen]
authentication: none
channels: [online]
retention: { dossier: P1Y }
`,
  );
}

class Story {
  readonly citizen = new HttpBrowser(beffroi.url);
  readonly agent = new HttpBrowser(beffroi.url);
  reference = '';
  private code = '';

  async submit(): Promise<void> {
    await this.citizen.open('/demarches/autorisation');
    await this.citizen.submit({ form: 'form[action$="demarrer"]' });
    await this.citizen.submit({
      fields: { prenom: 'Alice', nom: 'Exemple', email: 'alice@example.org', lieu: 'Rue du Parc', mode: 'portail' },
    });
    await this.citizen.submit();
    const codes = this.citizen.$('.confirmation__codes dd').toArray();
    const [reference = '', code = ''] = codes.map((one) => this.citizen.$(one).text().trim());
    this.reference = reference;
    await beffroi.settled();
    this.code = code;
  }

  /** The dossier's page, opened with the tracking code. */
  async follow(): Promise<void> {
    await this.citizen.open('/suivi');
    await this.citizen.submit({ fields: { code: this.code, by: 'email', email: 'alice@example.org' } });
    expect(this.citizen.path).toBe(`/dossiers/${this.reference}`);
  }

  async signIn(email: string): Promise<void> {
    await this.agent.open('/connexion');
    await this.agent.submit({ fields: { email, password: 'beffroi-demo' } });
  }

  /** Takes the task from the inbox and decides; gives the name of the task as the agent reads it. */
  async decide(fields: Record<string, string>): Promise<string> {
    // days go by in this story: an agent signs in again
    if (this.agent.status === 0 || (await this.agent.open('/bureau')).path !== '/bureau')
      await this.signIn('agent1@example.org');
    await this.agent.open(`/bureau?vue=service&q=${this.reference}`);
    const name = this.agent.text('tbody tr');
    await this.agent.open(this.agent.$('tbody th a').attr('href')!);
    await this.agent.submit({ form: 'form[action$="/prendre"]' });
    const [field = ''] = Object.keys(fields);
    await this.agent.submit({ form: `#decision form:has([name="${field}"])`, fields });
    expect(this.agent.status).toBe(200);
    await beffroi.settled();
    return name;
  }

  async subjects(): Promise<string[]> {
    return (await beffroi.get(MailService).ofDossier((await this.dossier()).id)).map(({ subject }) =>
      subject.replaceAll('\u00a0', ' '),
    );
  }

  dossier = async () => (await beffroi.get(DossiersService).byReference(this.reference))!;
  clocks = async () => beffroi.get(LegalClocksService).of(await this.dossier());
}

const COMPLEMENT = {
  complementPieces: 'Plan de la rue',
  complementMessage: 'Pourriez-vous joindre un plan de la rue ?',
  complementDelai: '10',
};

describe('a procedure composed of blocks', () => {
  it('runs in the service: forms, words and messages of blocks are found, and the legal clock stops', async () => {
    const story = new Story();
    await story.submit();
    expect(await story.clocks()).toMatchObject([
      { id: 'decision', state: 'running', startedOn: '2026-03-02', dueOn: '2026-04-01', daysLeft: 30 },
    ]);

    await beffroi.advance('P2D');
    expect(await story.decide({ completenessAvis: 'incomplet' })).toContain('Vérifier la complétude');
    expect(await story.decide(COMPLEMENT)).toContain('Préparer la demande de complément');
    expect(await story.dossier()).toMatchObject({ publicStatus: 'a-completer' });
    expect(await story.clocks()).toMatchObject([{ state: 'suspended', daysLeft: 28 }]);
    await story.agent.open(`/bureau/dossiers/${story.reference}`);
    const shown = story.agent.text('.clocks').replaceAll('\u00a0', ' ');
    expect(shown).toContain('Suspendu, resteront 28 jours');
    expect(shown).toContain('Règlement général de police');
    expect(shown).toContain('Suspendu parRecevoir le complément');
    expect(shown).toContain('La demande est refusée');
    // the block's message, in the procedure's own words
    expect(await story.subjects()).toEqual([`Votre fête (${story.reference}) : une précision`]);

    await beffroi.advance('P4D');
    expect(await story.clocks()).toMatchObject([{ state: 'suspended', daysLeft: 28, suspendedFor: 4 }]);
    await story.follow();
    await story.citizen.open(story.citizen.$('.todo .govuk-button').attr('href')!);
    expect(story.citizen.text('label, legend')).toContain('Votre message');
    await story.citizen.submit({ fields: { complementReponse: 'La rue a cent mètres.' } });
    expect(story.citizen.path).toContain('repondu=1');
    await beffroi.settled();
    expect(await story.clocks()).toMatchObject([{ state: 'running', dueOn: '2026-04-05', suspendedFor: 4 }]);

    await story.decide({ completenessAvis: 'complet' });
    await story.agent.open(`/bureau/dossiers/${story.reference}`);
    expect(story.agent.text('main')).toContain('La rue a cent mètres.');
    expect(await story.decide({ decision: 'accord' })).toContain('Décider');
    expect(await story.dossier()).toMatchObject({ publicStatus: 'delivree', closedAt: expect.any(Date) });
    expect((await story.subjects())[1]).toContain('votre document est disponible');
    expect(await story.clocks()).toMatchObject([{ state: 'stopped', dueOn: '2026-04-05' }]);
    await story.follow();
    await story.citizen.open(story.citizen.$('.download a').attr('href')!);
    expect(story.citizen.headers.get('content-type')).toContain('application/pdf');
  });

  it('puts the inbox in the order of the legal clocks, and finds those of one state', async () => {
    const [late, early] = [new Story(), new Story()];
    await late.submit();
    await beffroi.advance('P3D');
    await early.submit();
    const { agent } = late;
    await late.signIn('agent1@example.org');
    const shown = async (parameters: string): Promise<string[]> => {
      await agent.open(`/bureau?vue=service&q=alice&${parameters}`);
      return agent
        .$('tbody tr')
        .toArray()
        .map((row) => agent.$(row).find('th a').text().trim())
        .filter((reference) => [late.reference, early.reference].includes(reference));
    };
    expect(await shown('tri=delai')).toEqual([late.reference, early.reference]);
    expect(agent.$('th[aria-sort]').text()).toBe('Délai légal');
    expect(agent.text('tbody')).toContain('Restent 27 jours');
    expect(await shown('delai=proche')).toEqual([]);
    await beffroi.advance('P25D');
    await late.signIn('agent1@example.org');
    expect(await shown('delai=proche')).toEqual([late.reference, early.reference]);
    expect(await shown('delai=depasse')).toEqual([]);
    await beffroi.advance('P3D');
    await late.signIn('agent1@example.org');
    expect(await shown('delai=depasse')).toEqual([late.reference]);
    await agent.open(agent.$('thead a').attr('href')!);
    expect(agent.$('#delai option[selected]').attr('value')).toBe('depasse');
  });

  it('gives the tasks of a block to the department that plays its role', async () => {
    const story = new Story();
    await story.submit();
    await story.decide({ completenessAvis: 'complet' });
    await story.decide({ decision: 'refus' });
    await story.agent.open(`/bureau?vue=service&q=${story.reference}`);
    expect(story.agent.$('tbody th a')).toHaveLength(0);
    const other = new Story();
    other.reference = story.reference;
    await other.signIn('etat-civil@example.org');
    await other.agent.open(`/bureau?vue=service&q=${story.reference}`);
    expect(other.agent.text('tbody tr')).toContain('Motiver le refus');
  });

  it('is not offered while nothing works on a job that it needs', () => {
    const catalogue = beffroi.get(ProcedureCatalogue);
    expect(catalogue.all().map(({ key }) => key)).toEqual(['autorisation']);
    const [[, diagnostics] = []] = [...catalogue.refused()];
    expect(diagnostics).toMatchObject([{ code: 'job-without-worker', severity: 'error' }]);
    expect(diagnostics![0]!.message).toContain('"request-cosignature" (payante, payer)');
  });
});

it('a worker outside makes the procedure possible', async () => {
  const program = await startBeffroi({ env: { PROCEDURES_DIR: town, OUTSIDE_JOB_TYPES: 'request-cosignature' } });
  try {
    const catalogue = program.get(ProcedureCatalogue);
    expect(catalogue.all().map(({ key }) => key)).toEqual(['autorisation', 'payante']);
  } finally {
    await program.stop();
  }
});
