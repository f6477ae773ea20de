const newline = 0x0a;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The lines of a stream, as bytes. Node's own reader of lines would cut at U+2028, which JSON allows inside a text, and
 * would turn bytes that are no UTF-8 into other letters without a word.
 */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      yield Buffer.concat([...begun, rest.subarray(0, end)]);
      begun = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) begun.push(rest);
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** Throws a sentence when the bytes are no UTF-8. */
export function textOf(line: Uint8Array): string {
  try {
    return decoder.decode(line);
  } catch {
    throw new Error('Expected a case in UTF-8, but the line has bytes that are not.');
  }
}
