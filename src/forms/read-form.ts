import { conditionMistake } from './condition.js';
import { fieldTypes } from './fields/index.js';
import type { Condition, Field, Form, FormProblem, Page } from './form.js';
import type { Component, FormJs } from './form-js.js';
import { typeset } from './typography.js';
import { readRules } from './read-rules.js';

/** A form-js file, read; or every reason why it cannot be used. */
export function readForm(source: string | FormJs): { form: Form } | { problems: FormProblem[] } {
  const problems: FormProblem[] = [];
  let json: FormJs;
  try {
    json = typeof source === 'string' ? (JSON.parse(source) as FormJs) : source;
  } catch (error) {
    return { problems: [{ code: 'form-not-json', message: `The form is not JSON: ${(error as Error).message}` }] };
  }
  if (!json.id) problems.push({ code: 'form-without-id', message: 'The form has no id.' });
  const reader = new Reader(problems);
  const form: Form = { id: json.id ?? '', pages: reader.pages(json.components ?? []) };
  return problems.length > 0 ? { problems } : { form };
}

class Reader {
  private readonly keys = new Set<string>();

  constructor(private readonly problems: FormProblem[]) {}

  /** Top-level groups are pages. A form without any is one page, as agents' forms are. */
  pages(components: readonly Component[]): Page[] {
    const groups = components.filter((one) => one.type === 'group');
    if (groups.length === 0) return [{ key: 'page', label: '', fields: this.fields(components) }];
    for (const loose of components.filter((one) => one.type !== 'group'))
      this.complain('field-outside-pages', loose, 'The form has pages: this field must stand inside one (a group).');
    const pages = groups.map((group) => this.page(group));
    for (const page of pages)
      if (pages.filter((other) => other.key === page.key).length > 1)
        this.problems.push({ code: 'page-twice', element: page.key, message: `Two pages are called '${page.key}'.` });
    return pages;
  }

  private page(group: Component): Page {
    const key = group.properties?.['commune:page'] ?? group.id ?? '';
    if (!/^[A-Za-z][\w-]*$/.test(key))
      this.complain('page-without-name', group, 'The page needs a name for its address: property commune:page.');
    this.checkPath(group);
    return {
      key,
      label: typeset(group.label ?? ''),
      ...optional('description', group.description ?? group.properties?.['commune:description']),
      ...optional('condition', this.condition(group)),
      fields: this.fields(group.components ?? []),
    };
  }

  private checkPath(group: Component): void {
    if (group.path) this.complain('group-with-path', group, 'Answers are flat: a group must have no path.');
  }

  private fields(components: readonly Component[]): Field[] {
    return components.flatMap((component) => this.field(component) ?? []);
  }

  private field(component: Component): Field | undefined {
    const type = component.type ?? '';
    if (!fieldTypes[type] || (component.subtype && component.subtype !== 'date')) {
      const kind = component.subtype ? `${type} (${component.subtype})` : type;
      this.complain('field-type-unknown', component, `There is no field of type '${kind}'.`);
      return undefined;
    }
    const asks = !fieldTypes[type].asksNothing;
    const key = (asks ? component.key : (component.key ?? component.id)) ?? '';
    if (asks) this.checkKey(key, component);
    if (type === 'group') this.checkPath(component);
    return {
      key,
      type,
      label: typeset((type === 'text' ? component.text : component.dateLabel) ?? component.label ?? ''),
      ...optional('description', component.description && typeset(component.description)),
      ...optional('condition', this.condition(component)),
      ...optional('defaultValue', component.defaultValue),
      rules: readRules(component, (code, message) => this.complain(code, component, message)),
      options: this.options(component),
      fields: this.fields(component.components ?? []),
      properties: component.properties ?? {},
    };
  }

  private checkKey(key: string, component: Component): void {
    if (!/^[A-Za-z_]\w*$/.test(key))
      this.complain('field-key-wrong', component, `'${key}' cannot be a key: letters, digits and _ only.`);
    if (this.keys.has(key)) this.complain('field-key-twice', component, `Two fields have the key '${key}'.`);
    this.keys.add(key);
  }

  private options(component: Component): Field['options'] {
    const choosing = ['radio', 'select', 'checklist'].includes(component.type ?? '');
    if (!choosing) return [];
    if (!component.values?.length)
      this.complain('field-without-options', component, 'The field has nothing to choose from (values).');
    return (component.values ?? []).map(({ value = '', label = value }) => ({ value, label: typeset(label) }));
  }

  private condition(component: Component): Condition | undefined {
    const hide = component.conditional?.hide?.replace(/^=/, '').trim();
    if (!hide) return undefined;
    const mistake = conditionMistake(hide);
    if (mistake) this.complain('condition-wrong', component, `The condition '${hide}' is not FEEL: ${mistake}`);
    return { hide };
  }

  private complain(code: string, component: Component, message: string): void {
    const element = component.key ?? component.id;
    this.problems.push({ code, ...optional('element', element), message });
  }
}

function optional<K extends string, V>(name: K, value: V | undefined): { [name in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [name in K]?: V };
}
