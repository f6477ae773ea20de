import nunjucks from 'nunjucks';

/** What a template mentions, with lines. */
export interface TemplateNames {
  /** Variables with the members that are read of them: `dossier.reference`. */
  readonly variables: readonly Mention[];
  readonly filters: readonly Mention[];
  /** Keys of `t('...')`; one that ends in `.` was put together: any key that begins so. */
  readonly texts: readonly Mention[];
}

export interface Mention {
  readonly name: string;
  readonly line: number;
  /** The template asks before whether it is there, or in which case it stands: it may be missing. */
  readonly isAsked?: boolean;
}

/** A node of Nunjucks' own syntax tree, which has no types. */
interface Node {
  readonly typename: string;
  readonly lineno: number;
  readonly fields: readonly string[];
  readonly [field: string]: unknown;
}

const { parser } = nunjucks as unknown as { parser: { parse(source: string): Node } };

/** Reads a template without rendering it. Throws when it cannot be parsed. */
export function readTemplateNames(source: string): TemplateNames {
  const variables: Mention[] = [];
  const filters: Mention[] = [];
  const texts: Mention[] = [];
  let questions = 0;
  visit(parser.parse(source), new Set(['loop', 'caller']));
  return { variables, filters, texts };

  function visit(value: unknown, local: ReadonlySet<string>): void {
    if (Array.isArray(value)) {
      const names = new Set(local);
      for (const one of value) {
        visit(one, names);
        for (const made of isNode(one) && one.typename === 'Set' ? namesIn(one['targets']) : []) names.add(made);
      }
    } else if (isNode(value)) visitNode(value, local);
  }

  function visitNode(node: Node, local: ReadonlySet<string>): void {
    const line = node.lineno + 1;
    if (node.typename === 'Symbol') return mention(String(node['value']), line, local);
    if (node.typename === 'LookupVal') {
      const path = pathOf(node);
      if (path) return mention(path, line, local);
    }
    if (node.typename === 'Filter') {
      filters.push({ name: String((node['name'] as Node)['value']), line });
      return visit(node['args'], local);
    }
    if (node.typename === 'FunCall' && (node['name'] as Node)['value'] === 't') {
      const [key] = (node['args'] as { children: Node[] }).children;
      const name = key && keyOf(key);
      if (name) texts.push({ name, line });
    }
    if (node.typename === 'For') {
      visit(node['arr'], local);
      const inner = new Set([...local, ...namesIn(node['name'])]);
      return visit([node['body'], node['else_']], inner);
    }
    if (node.typename === 'Pair') return visit(node['value'], local);
    if (node.typename === 'If' || node.typename === 'InlineIf') {
      questions += 1;
      for (const field of node.fields) visit(node[field], local);
      questions -= 1;
      return;
    }
    for (const field of node.fields) if (field !== 'targets') visit(node[field], local);
  }

  function mention(name: string, line: number, local: ReadonlySet<string>): void {
    if (!local.has(name.split('.')[0]!)) variables.push({ name, line, isAsked: questions > 0 });
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'typename' in value;
}

/** `dossier.reference`; undefined when part of it is computed. */
function pathOf(node: Node): string | undefined {
  if (node.typename === 'Symbol') return String(node['value']);
  if (node.typename !== 'LookupVal') return undefined;
  const target = pathOf(node['target'] as Node);
  const member = node['val'] as Node;
  return target && member.typename === 'Literal' ? `${target}.${String(member['value'])}` : undefined;
}

function keyOf(node: Node): string | undefined {
  if (node.typename === 'Literal') return String(node['value']);
  const left = node.typename === 'Add' ? (node['left'] as Node) : undefined;
  return left?.typename === 'Literal' ? String(left['value']) : undefined;
}

function namesIn(value: unknown): string[] {
  const nodes = Array.isArray(value) ? value : isNode(value) && 'children' in value ? value['children'] : [value];
  return (nodes as Node[]).flatMap((node) => (node?.typename === 'Symbol' ? [String(node['value'])] : []));
}
