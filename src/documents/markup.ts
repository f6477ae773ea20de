import { ElementType, parseDocument } from 'htmlparser2';

/** A stretch of text in one style. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
}

export interface Cell {
  readonly header: boolean;
  readonly runs: readonly Run[];
}

/** What the body of a document is made of. */
export type Block =
  | { readonly type: 'heading'; readonly level: 1 | 2; readonly runs: readonly Run[] }
  | { readonly type: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Run[])[] }
  /** Terms and what they stand for: the facts of a certificate. */
  | {
      readonly type: 'facts';
      readonly facts: readonly { readonly term: readonly Run[]; readonly value: readonly Run[] }[];
    }
  | { readonly type: 'table'; readonly rows: readonly (readonly Cell[])[] }
  | { readonly type: 'rule' }
  /** In small print at the end of the text. */
  | { readonly type: 'note'; readonly runs: readonly Run[] };

type Nodes = ReturnType<typeof parseDocument>['children'];
type Element = Extract<Nodes[number], { attribs: object }>;

/**
 * The little HTML that a document's template may yield -> blocks. An element that is not known is an error, so a template
 * that asks for more than the page can show is found by its first scenario.
 */
export function readMarkup(html: string): Block[] {
  return blocksOf(parseDocument(html).children);
}

function blocksOf(nodes: Nodes): Block[] {
  return nodes.flatMap((node): Block[] => {
    if (node.type === ElementType.Text) {
      if (!node.data.trim()) return [];
      throw new Error(`Expected an element, but found the text "${node.data.trim().slice(0, 40)}".`);
    }
    return isElement(node) ? block(node) : [];
  });
}

function block(element: Element): Block[] {
  switch (element.name) {
    case 'h1':
    case 'h2':
      return [{ type: 'heading', level: element.name === 'h1' ? 1 : 2, runs: runsOf(element) }];
    case 'p':
      return [{ type: 'paragraph', runs: runsOf(element) }];
    case 'ul':
    case 'ol':
      return [{ type: 'list', ordered: element.name === 'ol', items: children(element, 'li').map(runsOf) }];
    case 'dl':
      return [{ type: 'facts', facts: facts(element) }];
    case 'table':
      return [{ type: 'table', rows: rows(element) }];
    case 'hr':
      return [{ type: 'rule' }];
    case 'footer':
      return [{ type: 'note', runs: runsOf(element) }];
    case 'div':
    case 'section':
      return blocksOf(element.children);
    default:
      throw new Error(`A document cannot show <${element.name}>.`);
  }
}

/** Text inside a block, spaces collapsed as a browser does. */
function runsOf(element: Element): Run[] {
  const runs: Run[] = [];
  collect(element.children, {});
  return trimmed(runs);

  function collect(nodes: Nodes, style: Omit<Run, 'text'>): void {
    for (const node of nodes) {
      if (node.type === ElementType.Text) runs.push({ text: node.data.replace(/[ \t\r\n]+/g, ' '), ...style });
      else if (isElement(node)) inline(node, style);
    }
  }

  function inline(node: Element, style: Omit<Run, 'text'>): void {
    if (node.name === 'br') runs.push({ text: '\n', ...style });
    else if (node.name === 'strong' || node.name === 'b') collect(node.children, { ...style, bold: true });
    else if (node.name === 'em' || node.name === 'i') collect(node.children, { ...style, italic: true });
    else if (node.name === 'span' || node.name === 'p') collect(node.children, style);
    else throw new Error(`A document cannot show <${node.name}> inside a text.`);
  }
}

/** No space at the ends, around line breaks, or twice. */
function trimmed(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  for (const run of runs) {
    const before = kept.at(-1)?.text ?? '\n';
    let text = /[\s]$/.test(before) ? run.text.replace(/^ +/, '') : run.text;
    if (text === '\n') {
      const last = kept.pop();
      if (last) kept.push({ ...last, text: last.text.replace(/ +$/, '') });
      text = '\n';
    }
    if (text) kept.push({ ...run, text });
  }
  const last = kept.pop();
  return last ? [...kept, { ...last, text: last.text.trimEnd() }].filter(({ text }) => text) : [];
}

function facts(list: Element): { term: Run[]; value: Run[] }[] {
  const terms = children(list, 'dt', 'dd');
  return terms.flatMap((term, index) => {
    const value = terms[index + 1];
    if (term.name !== 'dt') return [];
    if (value?.name !== 'dd') throw new Error('Expected a <dd> after every <dt>.');
    return [{ term: runsOf(term), value: runsOf(value) }];
  });
}

function rows(table: Element): Cell[][] {
  const bodies = table.children
    .filter(isElement)
    .flatMap((child) => (child.name === 'tr' ? [child] : children(child, 'tr')));
  return bodies.map((row) =>
    children(row, 'th', 'td').map((cell) => ({ header: cell.name === 'th', runs: runsOf(cell) })),
  );
}

function children(parent: Element, ...names: string[]): Element[] {
  return parent.children.filter(isElement).filter((child) => {
    if (names.includes(child.name)) return true;
    throw new Error(`Expected <${names.join('> or <')}> inside <${parent.name}>, but found <${child.name}>.`);
  });
}

function isElement(node: Nodes[number]): node is Element {
  return 'attribs' in node; // also <script> and <style>, which have a type of their own: to be refused
}
