import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { main } from './main.js';

const shipped = 'procedures/certificat-de-residence';
const model = `${shipped}/process.bpmn`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'author-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A command line; `typed` are the lines of somebody at a terminal, when there is one. */
async function beffroi(args: string[], typed?: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stdin = Object.assign(Readable.from(typed ? typed.map((line) => `${line}\n`) : ['']), {
    isTTY: typed !== undefined,
  });
  const code = await main(args, { stdin, stdout, stderr });
  const said = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '');
  return { code, stdout: said(stdout), stderr: said(stderr) };
}

describe('beffroi new', () => {
  it('asks in a terminal for what the options do not say, again when an answer does not fit', async () => {
    const typed = ['Ça', 'carte-riverain', 'Carte de riverain $& "A"', 'etat-civil', '', 'perhaps', 'eid', '5'];
    const { code, stdout } = await beffroi(['new', '--in', folder], typed);
    expect(code).toBe(0);
    expect(stdout.match(/That does not fit/g)).toHaveLength(2);
    const read = (file: string) => readFileSync(join(folder, 'carte-riverain', file), 'utf8');
    expect(read('procedure.yaml')).toMatch(/^key: carte-riverain$/m);
    expect(read('procedure.yaml')).toMatch(/^department: etat-civil$/m);
    expect(read('procedure.yaml')).toMatch(/^category: actes-et-certificats$/m);
    expect(read('procedure.yaml')).toMatch(/^authentication: eid$/m);
    expect(read('procedure.yaml')).toMatch(/^ {2}days: 5$/m);
    expect(read('texts/fr.yaml')).toMatch(/^title: "Carte de riverain \$& \\"A\\""$/m);
    expect(read('process.bpmn')).toContain('name="Carte de riverain $&amp; &quot;A&quot;"');
    expect(read('process.bpmn')).toContain('candidateGroups="etat-civil"');
    expect(await beffroi(['check', join(folder, 'carte-riverain')])).toMatchObject({ code: 0, stderr: '' });
    expect(await beffroi(['test', join(folder, 'carte-riverain')])).toMatchObject({ code: 0 });
  });

  it('asks for nothing that the options say', async () => {
    const options = ['--title', 'Essai', '--department', 'population', '--category', 'vie', '--days', '3'];
    const { code, stdout } = await beffroi(['new', 'par-options', '--in', folder, ...options], ['account']);
    expect(code).toBe(0);
    expect(stdout.match(/\?/g)).toHaveLength(1);
    expect(readFileSync(join(folder, 'par-options/procedure.yaml'), 'utf8')).toMatch(/^authentication: account$/m);
    expect(readFileSync(join(folder, 'par-options/texts/fr.yaml'), 'utf8')).toMatch(/^delay: 3 jours ouvrables\.$/m);
  });

  it('begins with a copy of another procedure', async () => {
    expect(await beffroi(['new', 'certificat-de-vie', '--in', folder, '--from', shipped])).toMatchObject({ code: 0 });
    expect(await beffroi(['test', join(folder, 'certificat-de-vie')])).toMatchObject({ code: 0 });
  });

  test.each([
    ['a wrong option', ['new', 'x', '--days', 'soon'], undefined, /--days than "soon"/],
    ['a template that is none', ['new', 'x', '--from', 'docs'], undefined, /Expected a procedure in "docs"/],
    ['nobody who answers', ['new'], [], /Expected an answer/],
  ])('refuses %s', async (_what, args, typed, sentence) => {
    const { code, stderr } = await beffroi([...args, '--in', join(folder, 'none')], typed);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

describe('beffroi run --interactive', () => {
  const variables = [
    '--variables',
    JSON.stringify({
      motif: 'emploi',
      pourQui: 'moi',
      mode: 'portail',
      variante: 'simple',
      copies: 1,
      dossier: { reference: 'TRN-1', submittedAt: '2026-01-01T00:00:00Z' },
      parameters: { joursDeTraitement: 2, rappelAvantEcheance: 'P3D', complementsMaximum: 2 },
    }),
  ];
  const session = (...typed: string[]) => beffroi(['run', '--interactive', model, ...variables], typed);

  it('shows what waits, and goes on as it is told', async () => {
    const { code, stdout } = await session('1 {"issue": "complet"}');
    expect(stdout).toMatch(/1 {2}user task verifier-demande "Vérifier la demande" of population/);
    expect(stdout).toContain('taken SequenceFlow vers-certificat');
    expect(stdout).toContain('The case is over.');
    expect(code).toBe(0);
  });

  it('sends messages, lets time go by and goes to timers', async () => {
    const complement =
      '1 {"issue": "incomplet", "delaiComplement": 15, "messageComplement": "?", "piecesManquantes": [], "reponseMessage": "", "reponsePieces": []}';
    const { stdout } = await session(
      complement,
      'next',
      'message complement-recu TRN-1 {"reponseMessage": "Voici"}',
      '1 {"issue": "refuse"}',
    );
    expect(stdout).toMatch(/message "complement-recu" with key TRN-1 at recevoir-complement/);
    expect(stdout).toContain('activated SendTask rappeler-echeance');
    expect(stdout).toContain('taken SequenceFlow nouvelle-verification');
    expect(stdout).toContain('The case is over.');
    const late = await session(complement, 'advance P20D');
    expect(late.stdout).toContain('activated EndEvent demande-classee');
  });

  it('keeps the steps for run --script', async () => {
    const script = join(folder, 'steps.json');
    await session(`save ${script}`, '1 {"issue": "refuse"}', `save ${script}`);
    const { stdout: none } = await session('set {"issue": "refuse"}', '1 {"issue": "refuse"}');
    expect(none).toContain('The case is over.');
    const steps = join(folder, 'kept.json');
    await session('set {"x": 1}', `save ${steps}`, 'quit');
    expect(JSON.parse(readFileSync(steps, 'utf8'))).toEqual([{ set: { variables: { x: 1 } } }]);
    const { code } = await beffroi(['run', model, ...variables, '--script', steps]);
    expect(code).toBe(0);
  });

  it('works jobs by hand', async () => {
    const typed = ['1 {"issue": "refuse"}', 'fail 1 The mail server is away'];
    const { code, stdout } = await beffroi(['run', '--interactive', '--no-auto-jobs', model, ...variables], typed);
    expect(stdout).toContain('job send-email of notifier-refus');
    expect(stdout).toMatch(/incident at notifier-refus: .*The mail server is away/);
    expect(code).toBe(1);
  });

  it('says what it does not understand, and goes on', async () => {
    const { stdout } = await session(
      'dance',
      '9',
      '1 {nonsense',
      'fail x',
      'advance soon',
      'help',
      'variables',
      'log',
      'quit',
    );
    for (const sentence of [
      /but got "dance"/,
      /a number of the list, but got 9/,
      /as a JSON object, but/,
      /number of a job/,
      /ISO 8601 duration/,
      /go to the next timer/,
      /"motif": "emploi"/,
      /is left as it is/,
    ])
      expect(stdout).toMatch(sentence);
  });
});

describe('beffroi migrate --dry-run', () => {
  const changed = (name: string, from: string | RegExp, to: string): string => {
    const path = join(folder, `${name}.bpmn`);
    writeFileSync(path, readFileSync(model, 'utf8').replaceAll(from, to));
    return path;
  };

  it('finds a counterpart for every element of the same model', async () => {
    const { code, stdout } = await beffroi(['migrate', model, shipped, '--dry-run']);
    expect([code, stdout]).toEqual([0, 'A case can go on in the new version wherever it stands.\n']);
  });

  it('names the elements that are no longer there, unless the plan says where they went', async () => {
    const newer = changed('renamed', '"decider-en-etat"', '"trancher"');
    const { code, stdout } = await beffroi(['migrate', model, newer, '--dry-run', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      elements: [
        {
          element: 'decider-en-etat',
          problem: "Expected an element 'decider-en-etat' for the active 'decider-en-etat', but there is none.",
        },
      ],
    });
    expect(await beffroi(['migrate', model, newer, '--dry-run', '--map', 'decider-en-etat=trancher'])).toMatchObject({
      code: 0,
    });
  });

  it('names those that have become something else', async () => {
    const newer = join(folder, 'kind.bpmn');
    writeFileSync(
      newer,
      readFileSync(model, 'utf8').replace(
        /<bpmn:sendTask id="notifier-refus"([\s\S]*?)<\/bpmn:sendTask>/,
        '<bpmn:serviceTask id="notifier-refus"$1</bpmn:serviceTask>',
      ),
    );
    const { stdout } = await beffroi(['migrate', model, newer, '--dry-run']);
    expect(stdout).toMatch(/^A case at notifier-refus cannot go on: .*bpmn:SendTask.*bpmn:ServiceTask/);
  });

  test.each([
    ['without --dry-run', ['migrate', model, model], /Expected --dry-run/],
    ['with one version', ['migrate', model, '--dry-run'], /Expected an old and a new version/],
    ['with a wrong plan', ['migrate', model, model, '--dry-run', '--map', 'a'], /Expected --map as/],
    ['with a wrong address', ['migrate', model, '--dry-run', '--at', 'here'], /address of a service in --at/],
    ['deploy without an address', ['deploy', shipped], /address of a service in --to/],
    ['deploy of nothing', ['deploy', '--to', 'http://127.0.0.1:1'], /Expected a folder or a file/],
  ])('%s is wrong usage', async (_what, args, sentence) => {
    const { code, stderr } = await beffroi(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('says so when no service answers', async () => {
    const { code, stderr } = await beffroi(['deploy', shipped, '--to', 'http://127.0.0.1:1', '--reason', 'x']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Expected an answer from http:\/\/127\.0\.0\.1:1, but there was none/);
  });
});
