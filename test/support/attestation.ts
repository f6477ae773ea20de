/**
 * A small procedure that has everything a dossier can meet: a form with a file, a decision, a complement with a deadline, a
 * document, e-mails.
 *
 *     const beffroi = await startBeffroi({ env: { PROCEDURES_DIR: attestation() } });
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  aside,
  boundary,
  bpmn,
  extensions,
  flow,
  message,
  node,
  type Part,
  serviceTask,
  timerDefinition,
} from './bpmn.js';
import { temporaryFolder } from './folder.js';

/** What a spec adds to the procedure. */
export interface Additions {
  /** Extension elements of the task. */
  readonly task?: string;
  /** Properties of the task, without `commune:`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Lines of texts/fr.yaml. */
  readonly texts?: string;
}

/** A folder of procedures with the one procedure `attestation`. Whoever makes it removes it. */
export function attestation(additions: Additions = {}): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files(additions))) {
    const path = join(folder, 'attestation', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

function files(additions: Additions): Record<string, string> {
  return {
    'procedure.yaml': `key: attestation
versionTag: '1'
category: essais
department: population
audience: [citizen]
authentication: none
channels: [online]
acknowledgement: recu
retention: { dossier: P1Y }
parameters: { rappel: { type: duration, value: P12D } }
`,
    'process.bpmn': process(additions),
    'forms/demande.form': form('demande', [
      page('personne', [
        field('prenom', 'textfield', { properties: { 'commune:role': 'applicant.givenName' } }),
        field('nom', 'textfield', { properties: { 'commune:role': 'applicant.familyName' } }),
        field('niss', 'textfield', { properties: { 'commune:format': 'niss', 'commune:role': 'subject.niss' } }),
      ]),
      page('piece', [field('justificatif', 'filepicker', { accept: '.pdf,.png', multiple: true })]),
      page('contact', [
        field('email', 'textfield', { properties: { 'commune:format': 'email', 'commune:role': 'applicant.email' } }),
      ]),
    ]),
    'forms/decision.form': form('decision', [page('decision', [field('issue', 'textfield')])]),
    'forms/reponse.form': form('reponse', [
      page('reponse', [
        field('message', 'textarea'),
        field('pieces', 'filepicker', { accept: '.pdf', optional: true }),
      ]),
    ]),
    'texts/fr.yaml': `title: Attestation\nsubject: Reçu\n${additions.texts ?? ''}`,
    'messages/recu.njk':
      '# Demande {{ dossier.reference }} reçue\n\nBonjour {{ prenom }}, votre code : {{ trackingCode }}\n',
    'messages/complement.njk':
      '# Complément {{ dossier.reference }}\n\nRépondez : {{ link("/dossiers/" + dossier.reference) }}\n',
    'messages/rappel.njk': '# Rappel {{ dossier.reference }}\n\nBientôt.\n',
    'messages/prete.njk': '# Prête {{ dossier.reference }}\n\nDocument {{ document.number }}.\n',
    'messages/indiscret.njk': '# Indiscret\n\nVotre numéro est 85.07.30-033.28.\n',
    'documents/attestation.njk':
      '<h1>Attestation</h1><dl><dt>Nom</dt><dd>{{ prenom }} {{ nom }}</dd><dt>NISS</dt><dd>{{ niss | niss }}</dd></dl><p>Le {{ issuedAt | date }}.</p>',
  };
}

function process({ task = '', properties: more = {} }: Additions): string {
  const start = node('startEvent', 'depot', withProperties({ publicStatus: 'deposee' }, formOf('demande')));
  const check = node(
    'userTask',
    'verifier',
    extensions(
      `<zeebe:userTask />${formOf('decision')}<zeebe:assignmentDefinition candidateGroups="population" />${task}${properties({ publicStatus: 'en-traitement', ...more })}`,
    ),
  );
  const wait = node(
    'receiveTask',
    'attendre',
    withProperties({ publicStatus: 'a-completer', applicantForm: 'reponse' }),
    'messageRef="message-reponse"',
  );
  const make = serviceTask('produire', 'generate-document', { headers: { template: 'attestation', validity: 'P90D' } });
  const choice = (id: string, target: string, condition?: string): Part => ({
    id,
    aside: true,
    xml: `<bpmn:sequenceFlow id="${id}" sourceRef="suite" targetRef="${target}">${condition ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>` : ''}</bpmn:sequenceFlow>`,
  });
  return bpmn(
    'attestation',
    [
      start,
      check,
      node('exclusiveGateway', 'suite', '', 'default="sinon"'),
      aside(make),
      choice('oui', 'produire', '=issue = "oui"'),
      choice('sinon', 'demander'),
      aside(mail('annoncer', 'prete')),
      aside(node('endEvent', 'prete', withProperties({ publicStatus: 'prete' }))),
      flow('produire', 'annoncer'),
      flow('annoncer', 'prete'),
      aside(mail('demander', 'complement')),
      aside(wait),
      flow('demander', 'attendre'),
      flow('attendre', 'verifier'),
      boundary('proche', 'attendre', timerDefinition('timeDuration', '=parameters.rappel'), { interrupting: false }),
      aside(mail('rappeler', 'rappel')),
      aside(node('endEvent', 'rappele')),
      flow('proche', 'rappeler'),
      flow('rappeler', 'rappele'),
      boundary('echeance', 'attendre', timerDefinition('timeDuration', 'P15D')),
      aside(node('endEvent', 'classee', withProperties({ publicStatus: 'classee-sans-suite' }))),
      flow('echeance', 'classee'),
    ],
    { outside: message('reponse', '=dossier.reference') },
  );
}

function mail(id: string, template: string): Part {
  return serviceTask(id, 'send-email', { headers: { template } });
}

function formOf(formId: string): string {
  return `<zeebe:formDefinition formId="${formId}" bindingType="deployment" />`;
}

function properties(values: Record<string, string>): string {
  const list = Object.entries(values).map(
    ([name, value]) => `<zeebe:property name="commune:${name}" value="${value}" />`,
  );
  return `<zeebe:properties>${list.join('')}</zeebe:properties>`;
}

function withProperties(values: Record<string, string>, before = ''): string {
  return extensions(before + properties(values));
}

function form(id: string, components: object[]): string {
  return JSON.stringify({ id, type: 'default', schemaVersion: 18, components });
}

function page(id: string, components: object[]): object {
  return { type: 'group', id, label: id, components };
}

function field(key: string, type: string, { optional = false, ...more }: Record<string, unknown> = {}): object {
  return { key, type, id: `champ-${key}`, label: key, ...(!optional && { validate: { required: true } }), ...more };
}
