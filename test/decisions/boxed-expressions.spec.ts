import { describe, expect, it } from '@jest/globals';
import { decision, evaluate, file, literal, requires, value, variable } from './writing-decisions.js';

describe('boxed expressions and requirements', () => {
  it('evaluates required decisions first, with names that contain spaces', async () => {
    const xml = file(`
      <inputData id="in" name="Monthly Income">${variable('Monthly Income', 'number')}</inputData>
      <decision id="yearly" name="Yearly Income">${variable('Yearly Income', 'number')}${requires('Input', 'in')}${literal('Monthly Income * 12')}</decision>
      <decision id="price" name="Price">${requires('Decision', 'yearly')}${literal('if Yearly Income > 100 then "high" else "low"')}</decision>`);
    const result = await evaluate(xml, { 'Monthly Income': 10 });
    expect(result).toMatchObject({ value: 'high', evaluated: [{ id: 'yearly', value: 120 }, { id: 'price' }] });
    expect(await value(xml, { 'Monthly Income': 'x' })).toBe(
      'Decision "Yearly Income" (yearly), input data "Monthly Income", expected a number, but got "x".',
    );
  });

  it('keeps dates between decisions', async () => {
    const xml = file(`
      <decision id="due" name="due">${literal('date("2026-01-31") + duration("P1M")')}</decision>
      <decision id="price" name="Price">${requires('Decision', 'due')}${literal('due < date("2026-03-01")')}</decision>`);
    expect(await value(xml)).toBe(true);
    expect(await value(xml, {}, 'due')).toBe('2026-02-28');
  });

  it('calls business knowledge models from FEEL and by an invocation', async () => {
    const knowledge = `<businessKnowledgeModel id="k" name="With Tax"><encapsulatedLogic><formalParameter name="net" typeRef="number"/><formalParameter name="rate"/>${literal('net * (1 + rate)')}</encapsulatedLogic></businessKnowledgeModel>`;
    const bound = (name: string, text: string) => `<binding><parameter name="${name}"/>${literal(text)}</binding>`;
    const called = (logic: string) =>
      file(`${knowledge}<decision id="price" name="Price">${requires('Knowledge', 'k')}${logic}</decision>`);
    expect(await value(called(literal('With Tax(10, 0.21)')))).toBe(12.1);
    expect(
      await value(
        called(`<invocation>${literal('With Tax')}${bound('rate', '0.06')}${bound('net', 'amount')}</invocation>`),
        { amount: 100 },
      ),
    ).toBe(106);
    expect(await value(called(`<invocation>${literal('With Tax')}${bound('tax', '1')}</invocation>`))).toBe(
      'Decision "Price" (price), the invocation of "With Tax" binds "tax", but its parameters are net, rate.',
    );
    expect(await value(called(literal('With Tax("x", 1)')))).toMatch(/expected a number, but got "x"/);
  });

  it('evaluates contexts, lists and relations', async () => {
    const entry = (name: string, logic: string) => `<contextEntry>${name && variable(name)}${logic}</contextEntry>`;
    expect(
      await value(
        file(
          decision(`<context>${entry('net price', literal('2'))}${entry('gross', literal('net price * 2'))}</context>`),
        ),
      ),
    ).toEqual({ 'net price': 2, gross: 4 });
    expect(
      await value(file(decision(`<context>${entry('a', literal('2'))}${entry('', literal('a + 1'))}</context>`))),
    ).toBe(3);
    expect(await value(file(decision(`<list>${literal('1')}${literal('"b"')}</list>`)))).toEqual([1, 'b']);
    expect(
      await value(
        file(
          decision(
            `<relation><column name="code"/><column name="price"/><list>${literal('"A"')}${literal('1')}</list><list>${literal('"B"')}${literal('2')}</list></relation>`,
          ),
        ),
      ),
    ).toEqual([
      { code: 'A', price: 1 },
      { code: 'B', price: 2 },
    ]);
  });

  it('checks item definitions: components, collections, allowed values', async () => {
    const xml = file(`
      <itemDefinition name="Lang"><typeRef>string</typeRef><allowedValues><text>"fr", "nl"</text></allowedValues></itemDefinition>
      <itemDefinition name="Person"><itemComponent name="birth date"><typeRef>date</typeRef></itemComponent><itemComponent name="langs" isCollection="true"><typeRef>Lang</typeRef></itemComponent></itemDefinition>
      <inputData id="in" name="applicant">${variable('applicant', 'Person')}</inputData>
      <decision id="price" name="Price">${requires('Input', 'in')}${literal('applicant.birth date < date("2000-01-01") and count(applicant.langs) > 0')}</decision>`);
    expect(await value(xml, { applicant: { 'birth date': '1999-12-31', langs: ['fr'] } })).toBe(true);
    expect(await value(xml, { applicant: { 'birth date': '1999-12-31', langs: ['xx'] } })).toBe(
      'Decision "Price" (price), input data "applicant", in "langs" expected one of "fr", "nl", but got "xx".',
    );
  });
});
