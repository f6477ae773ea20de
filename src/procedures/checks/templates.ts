import { nameOf } from '../folder.js';
import { jobContracts, madeByJob } from '../job-contracts.js';
import type { ProcedureFile } from '../material.js';
import { templateFilters } from '../render-template.js';
import { type Checked, fieldsOf } from './checked.js';
import { readTemplateNames, type TemplateNames } from './template-names.js';

/** What the program gives to every process, and the members that can be read of it. */
const GIVEN: { readonly [name: string]: readonly string[] } = {
  dossier: ['id', 'reference', 'procedure', 'submittedAt', 'language', 'channel'],
  applicant: ['name', 'givenName', 'familyName', 'email', 'phone', 'birthDate', 'language', 'niss'],
};
const TOOLS = { messages: ['t', 'lang', 'label', 'link'], documents: ['t', 'lang', 'label', 'issuedAt'] };
const BUILT_IN = 'capitalize default first join last length lower replace round safe sort string title trim upper';

/** Templates parse, and everything they mention exists: variables, filters, texts. */
export function checkTemplates(checked: Checked): void {
  const { folder, facts, findings, allTexts: texts } = checked;
  const defined = definedNames(checked);
  const known = new Set([...templateFilters, ...BUILT_IN.split(' ')]);
  for (const kind of ['messages', 'documents'] as const)
    for (const file of folder[kind]) {
      const extra = kind === 'messages' && nameOf(file) === facts.acknowledgement ? ['trackingCode'] : [];
      checkOne(file, new Set([...defined, ...TOOLS[kind], ...extra]));
      if (kind === 'messages' && !/^(\{#[\s\S]*?#\})?\s*#\s/.test(file.content))
        findings.error(file.name, 'message-without-subject', 'Expected a first line "# ..." as the subject.', {
          line: 1,
        });
    }

  function checkOne(file: ProcedureFile, names: ReadonlySet<string>): void {
    const found = parsed(file);
    if (!found) return;
    for (const { name, line } of found.variables) {
      const [root = '', member] = name.split('.');
      if (!names.has(root))
        findings.error(file.name, 'variable-unknown', `No form, decision or job makes a variable "${root}".`, { line });
      else if (member !== undefined && membersOf(root) && !membersOf(root)!.includes(member))
        findings.error(
          file.name,
          'variable-unknown',
          `There is no "${name}"; there are ${membersOf(root)!.join(', ')}.`,
          {
            line,
          },
        );
    }
    for (const { name, line } of found.filters)
      if (!known.has(name)) findings.error(file.name, 'filter-unknown', `There is no filter "${name}".`, { line });
    for (const { name, line } of found.texts)
      if (!texts.keys('fr').some((key) => (name.endsWith('.') ? key.startsWith(name) : key === name)))
        findings.error(file.name, 'text-missing', `Expected a text "${name}", but there is none.`, { line });
  }

  function membersOf(name: string): readonly string[] | undefined {
    if (name !== 'parameters') return GIVEN[name];
    return [facts, ...checked.blocks.map((block) => block.facts)].flatMap((one) => Object.keys(one.parameters ?? {}));
  }

  function parsed(file: ProcedureFile): TemplateNames | undefined {
    try {
      return readTemplateNames(file.content);
    } catch (error) {
      const { message, lineno } = error as { message: string; lineno?: number };
      const where = lineno === undefined ? {} : { line: lineno + 1 };
      findings.error(file.name, 'template-wrong', `The template cannot be read: ${message.trim()}`, where);
      return undefined;
    }
  }
}

/** Variables that something in the procedure makes. On which paths is not asked here. */
function definedNames({ forms, outline, block, blocks }: Checked): string[] {
  const ofBlocks = blocks.flatMap(({ own }) => [...own.forms.values()]);
  const answers = [...forms.values(), ...ofBlocks].flatMap((form) => fieldsOf(form).map(({ key }) => key));
  const facts = [...(block ? [block] : []), ...blocks.map((one) => one.facts)];
  const declared = facts.flatMap(({ inputs = {}, outputs = {} }) => [...Object.keys(inputs), ...Object.keys(outputs)]);
  const outlines = [outline, ...blocks.map(({ own }) => own.outline)];
  const elements = outlines.flatMap((one) => one.elements);
  const results = elements.flatMap(({ makes, jobType, headers }) => [...makes, ...madeByJob(jobType, headers)]);
  const given = elements.flatMap(({ jobType }) => jobContracts[jobType ?? '']?.gives ?? []);
  return [...Object.keys(GIVEN), ...given, 'parameters', 'roles', ...declared, ...answers, ...results];
}
