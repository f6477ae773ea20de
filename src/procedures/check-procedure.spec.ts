import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkProcedure } from './check-procedure.js';

const KEY = 'certificat-de-residence';
/** On the line that was changed. */
const HERE = 'here';
const shipped = join(import.meta.dirname, '../../procedures');

/** The shipped procedure with one thing changed in one file. */
describe('checkProcedure', () => {
  let parent: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'procedures-'));
    cpSync(shipped, parent, { recursive: true });
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  async function after(file: string, from: string | RegExp, to: string) {
    const path = join(parent, KEY, file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace(from, to));
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    return checkProcedure(join(parent, KEY));
  }

  function lineOf(file: string, text: string): number {
    const [before = ''] = readFileSync(join(parent, KEY, file), 'utf8').split(text);
    return before.split('\n').length;
  }

  it('finds nothing wrong in what is shipped', async () => {
    expect(await checkProcedure(join(parent, KEY))).toEqual([]);
  });

  it.each([
    ['procedure.yaml', 'authentication: none', 'authentication: perhaps', 'schema', HERE, 'to be one of none, account'],
    ['procedure.yaml', 'department: population', 'departement: population', 'schema', HERE, 'departement'],
    ['procedure.yaml', 'department: population', 'department: voirie', 'department-unknown', undefined, 'voirie'],
    ['procedure.yaml', /value: P3D/, 'value: 3 jours', 'schema', HERE, 'parameters.rappelAvantEcheance.value'],
    ['procedure.yaml', 'decision: tarif', 'decision: prix', 'decision-missing', undefined, 'prix'],
    ['process.bpmn', 'id="certificat-de-residence"', 'id="certificat"', 'process-id-differs', undefined, 'certificat'],
    ['process.bpmn', 'value="refus"', 'value="refuser"', 'file-missing', expect.any(Number), 'messages/refuser.njk'],
    ['process.bpmn', 'type="send-email"', 'type="send-fax"', 'job-type-unknown', expect.any(Number), 'send-fax'],
    ['process.bpmn', 'formId="remise"', 'formId="remises"', 'file-missing', expect.any(Number), 'forms/remises.form'],
    [
      'process.bpmn',
      'candidateGroups="population"',
      'candidateGroups="x"',
      'department-unknown',
      expect.any(Number),
      '"x"',
    ],
    ['process.bpmn', 'value="en-traitement"', 'value="en-cours"', 'status-unknown', expect.any(Number), 'en-cours'],
    ['process.bpmn', ' default="vers-complement"', '', 'choice-without-default', expect.any(Number), 'default flow'],
    ['texts/nl.yaml', /^delay: .*$/m, '', 'text-missing', undefined, '"delay"'],
    ['texts/de.yaml', 'incomplet: Ergänzung anfordern, ', '', 'text-missing', undefined, 'issue.options.incomplet'],
    ['texts/fr.yaml', 'Bonjour {name},', 'Bonjour {name,', 'text-wrong', undefined, 'messages.greeting'],
    ['texts/en.yaml', 'title:', 'titel: x\ntitle:', 'text-unknown', undefined, 'titel'],
    ['messages/refus.njk', 'motivationRefus', 'form_var_motif', 'variable-unknown', HERE, 'form_var_motif'],
    ['messages/refus.njk', 'applicant.name', 'applicant.mail', 'variable-unknown', HERE, 'applicant.mail'],
    ['messages/refus.njk', '| quote', '| citation', 'filter-unknown', HERE, 'citation'],
    [
      'messages/refus.njk',
      "'messages.refusal.law'",
      "'messages.refusal.loi'",
      'text-missing',
      HERE,
      'messages.refusal.loi',
    ],
    ['messages/refus.njk', '{% endfor %}', '', 'template-wrong', undefined, 'cannot be read'],
    ['messages/refus.njk', /^# .*/, 'Bonjour', 'message-without-subject', 1, 'subject'],
    ['forms/remise.form', '"type": "radio"', '"type": "slider"', 'field-type-unknown', undefined, 'slider'],
  ])('in %s: %s -> %s', async (file, from, to, code, line, words) => {
    const found = await after(file, from, to);
    const match = found.find((one) => one.code === code && one.message.includes(words));
    expect(match).toMatchObject({ file: file.startsWith('texts') ? expect.any(String) : file, code });
    if (line !== undefined) expect(match?.line).toEqual(line === HERE ? lineOf(file, to) : line);
  });
});
