import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { compare, readVersion } from './compare.js';
import { inWords } from './words.js';

const shipped = resolve(import.meta.dirname, '../../../procedures/certificat-de-residence');

describe('compare', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'diff-'));
    cpSync(shipped, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Every difference after a change, as sentences. */
  async function after(file: string, ...pairs: [string | RegExp, string][]): Promise<string[]> {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const now = pairs.reduce((text, [from, to]) => text.replace(from, to), before);
    expect(now).not.toBe(before);
    writeFileSync(path, now);
    return compare(await readVersion(shipped), await readVersion(folder)).map(inWords);
  }

  it('finds nothing between a version and itself', async () => {
    expect(compare(await readVersion(shipped), await readVersion(folder))).toEqual([]);
  });

  test.each<[string, string, [string | RegExp, string][], string[]]>([
    [
      'a name',
      'process.bpmn',
      [['name="Notifier le refus"', 'name="Envoyer le refus"']],
      ['Send task notifier-refus is now called "Envoyer le refus"; it was "Notifier le refus".'],
    ],
    [
      'a condition',
      'process.bpmn',
      [['=mode != "portail"', '=mode = "poste"']],
      ['Flow "Oui" (avec-papier), condition: now "=mode = "poste""; it was "=mode != "portail"".'],
    ],
    [
      'the way of a flow',
      'process.bpmn',
      [
        [
          'sourceRef="notifier-refus" targetRef="demande-refusee"',
          'sourceRef="notifier-refus" targetRef="demande-classee"',
        ],
      ],
      ['Flow apres-refus, target: now "demande-classee"; it was "demande-refusee".'],
    ],
    [
      'the department of a task',
      'process.bpmn',
      [['candidateGroups="population"', 'candidateGroups="etat-civil"']],
      ['User task "Vérifier la demande" (verifier-demande), departments: now "etat-civil"; it was "population".'],
    ],
    [
      'a property',
      'process.bpmn',
      [['<zeebe:property name="commune:publicStatus" value="prete" />', '']],
      [
        'User task "Remettre le certificat" (remettre-certificat) no longer has a property commune:publicStatus: it was "prete".',
      ],
    ],
    [
      'a default flow',
      'process.bpmn',
      [[' default="sans-papier"', '']],
      [
        'Exclusive gateway "Version papier demandée ?" (version-papier) no longer has a default flow: it was "sans-papier".',
      ],
    ],
    [
      'another element in its place',
      'process.bpmn',
      [
        [/"rappel-envoye"/g, '"rappele"'],
        [/<bpmn:incoming>apres-rappel/, '<bpmn:incoming>apres-rappel'],
      ],
      [
        'End event "Rappel envoyé" (rappel-envoye) is no longer there.',
        'End event "Rappel envoyé" (rappele) is new.',
        'Flow apres-rappel, target: now "rappele"; it was "rappel-envoye".',
      ],
    ],
    [
      'a question',
      'forms/demande.form',
      [['"required": true', '"required": false']],
      ['Question "Pour qui demandez-vous ce certificat ?" (pourQui), answer required: now "no"; it was "yes".'],
    ],
    [
      'a rule of a decision',
      'decisions/priorite.dmn',
      [['<text>70</text>', '<text>80</text>']],
      ['Rule "priorite, rule 1" (priorite-regle-1), priorite: now "80"; it was "70".'],
    ],
    [
      'a sentence',
      'texts/nl.yaml',
      [[/^title: .*/m, 'title: Nieuw']],
      ['Text title is now "Nieuw"; it was "Bewijs van woonst".'],
    ],
    [
      'a setting',
      'procedure.yaml',
      [['value: P3D', 'value: P5D']],
      ['Setting parameters.rappelAvantEcheance.value is now "P5D"; it was "P3D".'],
    ],
    [
      'a message',
      'messages/refus.njk',
      [[/$/, 'Au revoir\n']],
      ['Message messages/refus.njk has changed: 1 new lines, 0 gone.'],
    ],
  ])('tells in words: %s', async (_what, file, pairs, sentences) => {
    expect(await after(file, ...pairs)).toEqual(sentences);
  });

  it('compares a model alone with that of a folder', async () => {
    const path = join(folder, 'alone.bpmn');
    cpSync(join(shipped, 'process.bpmn'), path);
    const changes = compare(await readVersion(path), await readVersion(shipped));
    expect(changes.filter(({ file }) => file === 'process.bpmn')).toEqual([]);
    expect(changes.find(({ id }) => id === 'pourQui')).toMatchObject({ type: 'added', kind: 'Question' });
  });
});
