import { Parser } from 'saxen';

/**
 * The facts of the XML schema of IEEE 1849-2016, as far as a log without nested attributes can break them: which element
 * may stand where and after what, which attributes it must have, and what their values look like.
 */
const ATTRIBUTES = ['string', 'date', 'int', 'float', 'boolean', 'id'];
const INSIDE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  // the groups come in this order
  log: [['extension'], ['global'], ['classifier'], ATTRIBUTES, ['trace'], ['event']],
  global: [ATTRIBUTES],
  trace: [ATTRIBUTES, ['event']],
  event: [ATTRIBUTES],
};
const REQUIRED: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  log: { 'xes.version': /^\d+(\.\d+)?$/, 'xes.features': /^\S*( \S+)*$/, xmlns: /^http:\/\/www\.xes-standard\.org\/$/ },
  extension: { name: /^[A-Za-z_][\w.-]*$/, prefix: /^[A-Za-z_][\w.-]*$/, uri: /^\S+$/ },
  global: { scope: /^(trace|event)$/ },
  classifier: { name: /\S/, scope: /^(trace|event)$/, keys: /^\S+( \S+)*$/ },
  trace: {},
  event: {},
};
const VALUES: Readonly<Record<string, RegExp>> = {
  string: /^[^]*$/,
  date: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  int: /^-?\d+$/,
  float: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  id: /^[0-9a-f-]{36}$/,
};
const KEY = /^[A-Za-z_][\w:.-]*$/;

/** What is wrong, one sentence each. Prefixes of keys must be declared by an extension, and each key may come once. */
export function validateXes(xml: string): string[] {
  const wrong: string[] = [];
  const open: { name: string; group: number; keys: Set<string> }[] = [];
  const prefixes = new Set<string>();
  const parser = new Parser({ proxy: true });
  parser.on('error', (error: Error) => void wrong.push(error.message));
  parser.on('openTag', ({ name, attrs }, decode) => {
    const attributes = Object.fromEntries(Object.entries(attrs).map(([key, text]) => [key, decode(text ?? '')]));
    const parent = open.at(-1);
    if (!parent && name !== 'log') wrong.push(`The root is ${name}.`);
    if (parent) {
      const group = (INSIDE[parent.name] ?? []).findIndex((names) => names.includes(name));
      if (group < parent.group) wrong.push(`${name} may not stand there in ${parent.name}.`);
      parent.group = Math.max(group, parent.group);
    }
    if (name === 'extension') prefixes.add(attributes['prefix']!);
    if (ATTRIBUTES.includes(name)) wrong.push(...attribute(name, attributes, prefixes, parent?.keys ?? new Set()));
    else if (!(name in REQUIRED)) wrong.push(`There is no element ${name}.`);
    for (const [key, pattern] of Object.entries(REQUIRED[name] ?? {}))
      if (!pattern.test(attributes[key] ?? '\0')) wrong.push(`${name} has ${key} "${attributes[key]}".`);
    open.push({ name, group: 0, keys: new Set() });
  });
  parser.on('closeTag', () => void open.pop());
  parser.parse(xml);
  return wrong;
}

function attribute(
  type: string,
  { key = '', value }: Record<string, string>,
  prefixes: ReadonlySet<string>,
  known: Set<string>,
): string[] {
  const prefix = key.includes(':') ? key.split(':')[0]! : undefined;
  const faults = [
    !KEY.test(key) && `The key "${key}" is no name.`,
    known.has(key) && `The key "${key}" comes twice.`,
    prefix !== undefined && !prefixes.has(prefix) && `No extension declares "${prefix}".`,
    !(value !== undefined && VALUES[type]!.test(value)) && `"${value}" is no ${type}.`,
  ];
  known.add(key);
  return faults.filter((one): one is string => one !== false);
}
