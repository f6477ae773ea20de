import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bpmn, extensions, node } from './bpmn.js';

/** Adds to a folder of procedures one that the college decides: the block `college` and nothing else. */
export function addStreetClosing(folder: string): void {
  const own = join(folder, 'fermeture');
  for (const name of ['forms', 'texts']) mkdirSync(join(own, name), { recursive: true });
  cpSync(join(folder, 'autorisation/forms/autorisation-demande.form'), join(own, 'forms/autorisation-demande.form'));
  const college = `<zeebe:calledElement processId="college" bindingType="versionTag" versionTag="1.0.0" propagateAllChildVariables="false" />
    <zeebe:ioMapping><zeebe:input source="=&quot;Fermeture : &quot; + lieu" target="collegeObjet" />
    <zeebe:output source="=collegeIssue" target="issue" /><zeebe:output source="=collegeDecision" target="texte" /></zeebe:ioMapping>`;
  const form = extensions('<zeebe:formDefinition formId="autorisation-demande" />');
  const parts = [
    node('startEvent', 'depot', form),
    node('callActivity', 'decider', extensions(college)),
    node('endEvent', 'fin'),
  ];
  writeFileSync(join(own, 'process.bpmn'), bpmn('fermeture', parts));
  writeFileSync(join(own, 'texts/fr.yaml'), 'title: Fermeture de rue\n');
  writeFileSync(
    join(own, 'procedure.yaml'),
    `key: fermeture
versionTag: '1'
category: essais
department: population
audience: [citizen]
authentication: none
channels: [online]
roles: { secretariat: population, direction: population, finances: population, bourgmestre: etat-civil }
retention: { dossier: P1Y }
`,
  );
}
