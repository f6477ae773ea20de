import { parseExpression } from 'feelin';

type Tree = ReturnType<typeof parseExpression>;

const cache = new Map<string, Tree>();
const cacheSize = 5_000;

/** The tree of a FEEL text in which nothing is known by name, for whoever asks what it reads. The same text is parsed once. */
export function parse(source: string): Tree {
  let tree = cache.get(source);
  if (!tree) {
    tree = parseExpression(source, {}, 'camunda');
    if (cache.size >= cacheSize) cache.clear();
    cache.set(source, tree);
  }
  return tree;
}
