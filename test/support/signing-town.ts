/**
 * A town with the shipped blocks and one small procedure, `arrete`: it makes as many documents as the form says (`nombre`) and
 * has them signed by the block `sign`.
 *
 *     const folder = signingTown({ signatories: ['agent1@example.org', 'agent2@example.org'] });
 *     const beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
 *     const { dossier } = await openArrete(beffroi, 3);
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DataSource } from 'typeorm';
import type { Dossier } from '../../src/dossiers/dossier.entity.js';
import { OpeningService } from '../../src/dossiers/opening.service.js';
import { ProcedureCatalogue } from '../../src/procedures/procedure-catalogue.js';
import type { TestProgram } from './app.js';
import { aside, boundary, bpmn, extensions, flow, node } from './bpmn.js';
import { temporaryFolder } from './folder.js';

const shipped = resolve(import.meta.dirname, '../../procedures');
const TITLES = ['bourgmestre', 'directeur général', 'échevin', 'échevine'];

export interface SigningTown {
  /** Addresses of agents, in the order in which they sign. */
  readonly signatories: readonly string[];
  readonly level?: 'seal' | 'advanced' | 'qualified';
}

/** Whoever makes it removes it. */
export function signingTown({ signatories, level = 'advanced' }: SigningTown): string {
  const folder = temporaryFolder();
  for (const name of ['departments.yaml', '_blocks'])
    cpSync(join(shipped, name), join(folder, name), { recursive: true });
  const files: Record<string, string> = {
    'procedure.yaml': `key: arrete
versionTag: '1'
category: essais
department: population
audience: [citizen]
authentication: none
channels: [online]
roles: { secretariat: population }
retention: { dossier: P1Y }
`,
    'texts/fr.yaml': 'title: Arrêté\n',
    'documents/arrete.njk': '<h1>Arrêté</h1><p>Pour {{ prenom }} {{ nom }}, le {{ issuedAt | date }}.</p>',
    'forms/arrete-demande.form': JSON.stringify({
      id: 'arrete-demande',
      type: 'default',
      schemaVersion: 18,
      components: [
        {
          type: 'group',
          id: 'page',
          label: 'Demande',
          components: [
            field('prenom', 'textfield', { 'commune:role': 'applicant.givenName' }),
            field('nom', 'textfield', { 'commune:role': 'applicant.familyName' }),
            field('email', 'textfield', { 'commune:format': 'email', 'commune:role': 'applicant.email' }),
            field('nombre', 'number'),
          ],
        },
      ],
    }),
    'process.bpmn': model(signatories, level),
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, 'arrete', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

function model(signatories: readonly string[], level: string): string {
  const people = signatories
    .map((email, index) => `{ courriel: &#34;${email}&#34;, fonction: &#34;${TITLES[index]}&#34; }`)
    .join(', ');
  const make = extensions(
    `<zeebe:taskDefinition type="generate-document" retries="3" /><zeebe:taskHeaders><zeebe:header key="template" value="arrete" /><zeebe:header key="awaits" value="signature" /></zeebe:taskHeaders>`,
  );
  const each =
    '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=for i in 1..nombre return i" inputElement="rang" outputCollection="arretes" outputElement="=document" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';
  const call = extensions(
    `<zeebe:calledElement processId="sign" bindingType="versionTag" versionTag="2.0.0" propagateAllChildVariables="false" /><zeebe:ioMapping>
<zeebe:input source="=arretes" target="signDocuments" /><zeebe:input source="=[]" target="signViseurs" />
<zeebe:input source="=[${people}]" target="signSignataires" /><zeebe:input source="=&#34;${level}&#34;" target="signNiveau" />
<zeebe:output source="=signSignes" target="signes" /><zeebe:output source="=signRefuses" target="refuses" /><zeebe:output source="=signPreuve" target="preuve" />
</zeebe:ioMapping>`,
  );
  const start = node(
    'startEvent',
    'depot',
    extensions(
      '<zeebe:formDefinition formId="arrete-demande" bindingType="deployment" /><zeebe:properties><zeebe:property name="commune:publicStatus" value="deposee" /></zeebe:properties>',
    ),
  );
  const ending = (id: string, status: string) =>
    node(
      'endEvent',
      id,
      extensions(
        `<zeebe:properties><zeebe:property name="commune:publicStatus" value="${status}" /></zeebe:properties>`,
      ),
    );
  return bpmn(
    'arrete',
    [
      start,
      node('serviceTask', 'etablir', make + each),
      node('callActivity', 'signer', call),
      ending('signe', 'delivree'),
      boundary('refus', 'signer', '<bpmn:errorEventDefinition id="def-refus" errorRef="error-refusee" />'),
      aside(ending('refuse', 'refusee')),
      flow('refus', 'refuse'),
    ],
    { outside: '<bpmn:error id="error-refusee" name="signature-refusee" errorCode="signature-refusee" />' },
  );
}

function field(key: string, type: string, properties: object = {}): object {
  return { key, type, id: `champ-${key}`, label: key, properties, validate: { required: true } };
}

/** A request for so many documents; they wait for their first signatory. */
export async function openArrete(beffroi: TestProgram, nombre: number): Promise<Dossier> {
  const procedure = beffroi.get(ProcedureCatalogue).get('arrete');
  if (!procedure) throw new Error(JSON.stringify([...beffroi.get(ProcedureCatalogue).refused()]));
  const { dossier } = await beffroi.get(DataSource).transaction((tx) =>
    beffroi.get(OpeningService).open(tx, {
      procedure,
      form: procedure.startForm,
      answers: { prenom: 'Alice', nom: 'Exemple', email: 'alice@example.org', nombre },
      lang: 'fr',
      channel: 'counter',
      now: beffroi.clock.now(),
    }),
  );
  await settledAtLast(beffroi);
  return dossier;
}

/** A hundred documents take longer than anything else that tests wait for. */
export async function settledAtLast(beffroi: TestProgram): Promise<void> {
  for (let times = 0; times < 8; times++)
    try {
      return await beffroi.settled();
    } catch {
      // still at it
    }
  await beffroi.settled();
}
