/** A town with one procedure, `payante`: it costs 12.50 EUR, and ends `delivree` when that is paid. Whoever makes it removes it. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aside, bpmn, extensions, flow, node } from './bpmn.js';
import { temporaryFolder } from './folder.js';

const root = resolve(import.meta.dirname, '../..');

export function paidTown(amount = '12.5'): string {
  const folder = temporaryFolder();
  for (const shared of ['departments.yaml', '_blocks'])
    cpSync(join(root, 'procedures', shared), join(folder, shared), { recursive: true });
  const paid = join(folder, 'payante');
  for (const name of ['forms', 'texts']) mkdirSync(join(paid, name), { recursive: true });
  cpSync(
    join(root, 'test/blocks/autorisation/forms/autorisation-demande.form'),
    join(paid, 'forms/autorisation-demande.form'),
  );
  writeFileSync(join(paid, 'texts/fr.yaml'), 'title: Demande payante\n');
  writeFileSync(join(paid, 'process.bpmn'), model(amount));
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
  return folder;
}

/** The answer « lieu » says what happens once it is paid: `rembourser`, `examiner`, anything else delivers. */
function model(amount: string): string {
  const form = extensions(
    '<zeebe:formDefinition formId="autorisation-demande" /><zeebe:properties><zeebe:property name="commune:publicStatus" value="deposee" /></zeebe:properties>',
  );
  const call = (block: string, mapping: string): string =>
    extensions(
      `<zeebe:calledElement processId="${block}" bindingType="versionTag" versionTag="2.0.0" propagateAllChildVariables="false" />
       <zeebe:ioMapping>${mapping}</zeebe:ioMapping>`,
    );
  const paid = `<zeebe:input source="=${amount}" target="paymentMontant" /><zeebe:output source="=paymentIssue" target="paymentIssue" />
    <zeebe:output source="=paymentReference" target="paymentReference" />`;
  const back = `<zeebe:input source="=paymentReference" target="refundReference" /><zeebe:input source="=${amount}" target="refundMontant" />
    <zeebe:output source="=refundIssue" target="refundIssue" />`;
  const task = extensions(
    `<zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="population" />
     <zeebe:properties><zeebe:property name="commune:publicStatus" value="en-traitement" /></zeebe:properties>`,
  );
  const when = (source: string, target: string, expression: string) => {
    const condition = `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=${expression}</bpmn:conditionExpression>`;
    const { id, xml } = flow(source, target);
    return { id, aside: true, xml: xml.replace(' />', `>${condition}</bpmn:sequenceFlow>`) };
  };
  const parts = [
    node('startEvent', 'depot', form),
    node('callActivity', 'payer', call('payment', paid)),
    node('exclusiveGateway', 'suite', '', 'default="suite-remise"'),
    node('endEvent', 'remise', status('delivree')),
    aside(node('endEvent', 'classee', status('classee-sans-suite'))),
    aside(node('callActivity', 'rendre', call('refund', back))),
    aside(node('endEvent', 'rendue', status('refusee'))),
    aside(node('userTask', 'examiner', task)),
    aside(node('endEvent', 'examinee', status('delivree'))),
    when('suite', 'classee', 'paymentIssue = "expire"'),
    when('suite', 'rendre', 'lieu = "rembourser"'),
    when('suite', 'examiner', 'lieu = "examiner"'),
    flow('rendre', 'rendue'),
    flow('examiner', 'examinee'),
  ];
  return bpmn('payante', parts);
}

function status(name: string): string {
  return extensions(
    `<zeebe:properties><zeebe:property name="commune:publicStatus" value="${name}" /></zeebe:properties>`,
  );
}
