import { describe, expect, it, test } from '@jest/globals';
import { read } from './read.js';

const wrap = (inner: string, head = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${head}<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><process id="p" isExecutable="true">${inner}</process></definitions>`;
const model = wrap('<startEvent id="s" name="Début"/>');
const codes = async (xml: string | Uint8Array) => (await read(xml)).diagnostics.map(({ code }) => code);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  [...`\uFEFF${text}`].forEach((character, index) => view.setUint16(2 * index, character.charCodeAt(0), littleEndian));
  return new Uint8Array(view.buffer);
};

describe('read', () => {
  test.each<[string, string | Uint8Array]>([
    ['text', model],
    ['a byte order mark', `\uFEFF${model}`],
    ['UTF-8', new TextEncoder().encode(model)],
    ['UTF-16, big end first', utf16(model, false)],
    ['UTF-16, little end first', utf16(model, true)],
    ['ISO-8859-1', latin1(wrap('<startEvent id="s" name="Début"/>', '<?xml version="1.0" encoding="ISO-8859-1"?>'))],
    [
      'windows-1252',
      latin1(wrap('<startEvent id="s" name="Début"/>', "<?xml version='1.0' encoding='windows-1252'?>")),
    ],
  ])('understands %s', async (_, xml) => {
    const { model: found, diagnostics } = await read(xml);
    expect(diagnostics).toEqual([]);
    expect(found?.processes[0]?.scope.nodes[0]?.name).toBe('Début');
  });

  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'xml-malformed'],
    ['no XML', 'to whom it may concern', 'xml-malformed'],
    ['other XML', '<html/>', 'xml-not-bpmn'],
    ['cut off', model.slice(0, -20), 'xml-malformed'],
    ['two roots', `${model}<x/>`, 'xml-malformed'],
    ['the same attribute twice', wrap('<task id="a" id="b"/>'), 'xml-malformed'],
    [
      'a prefix without a namespace',
      wrap('<task id="a"><extensionElements><v:x/></extensionElements></task>'),
      'xml-malformed',
    ],
    ['a character that XML forbids', wrap('<task id="a" name="\0"/>'), 'xml-malformed'],
    ['XPDL', '<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>', 'xml-not-bpmn'],
    ['DMN', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', 'xml-not-bpmn'],
    ['100,000 sub-processes in each other', wrap('<subProcess>'.repeat(100_000)), 'xml-too-deep'],
    ['words that are no BPMN', wrap('<word/>'.repeat(100_000)), 'xml-not-bpmn'],
    ['an entity bomb', `<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${model}`, 'xml-doctype'],
    ['50 MB', wrap(`<documentation>${'x'.repeat(50_000_000)}</documentation>`), 'file-too-large'],
    ['bytes that are no UTF-8', Uint8Array.of(0x3c, 0xff, 0xfe, 0x3e), 'xml-encoding'],
    ['an unknown encoding', latin1(wrap('', '<?xml version="1.0" encoding="klingon"?>')), 'xml-encoding'],
    ['the same id twice', wrap('<task id="a"/><task id="a"/>'), 'id-duplicate'],
    ['no process', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"/>', 'process-missing'],
  ])('refuses %s with a diagnostic', async (_, xml, code) => expect(await codes(xml)).toContain(code));

  it('takes a document type for one only where it declares something', async () => {
    const quoting = wrap('<documentation><![CDATA[<!DOCTYPE html>]]></documentation><startEvent id="s"/>');
    expect(await codes(quoting)).toEqual([]);
  });

  it('reads UTF-8 that says it is UTF-16, and finds UTF-16 that says nothing', async () => {
    const misdeclared = wrap('<startEvent id="s" name="Début"/>', '<?xml version="1.0" encoding="utf-16"?>');
    expect(await codes(new TextEncoder().encode(misdeclared))).toEqual([]);
    expect(await codes(utf16(wrap('<startEvent id="s"/>', ''), true).subarray(2))).toEqual([]);
    expect(await codes(latin1(wrap('<startEvent id="s" name="Début"/>')))).toEqual(['xml-encoding']);
  });

  it('takes time in proportion to the size of a file', async () => {
    const chain = Array.from(
      { length: 20_000 },
      (_, index) =>
        `<task id="t${index}"/>\n<sequenceFlow id="f${index}" sourceRef="t${index}" targetRef="t${index + 1}"/>`,
    );
    const { model: found } = await read(wrap(`${chain.join('\n')}<endEvent id="t20000"/>`));
    expect(found?.processes[0]?.scope.nodes).toHaveLength(20_001);
  });

  it('says where', async () => {
    const { diagnostics } = await read(
      wrap('\n  <callConversation id="c"/>\n  <sequenceFlow id="f" sourceRef="x" targetRef="y"/>'),
    );
    expect(diagnostics.filter(({ element }) => element === 'f')[0]).toMatchObject({ line: 3, column: 3 });
  });
});
