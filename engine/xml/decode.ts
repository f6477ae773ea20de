/** What the engine uses of the platform to read bytes; without it, only text can be read. */
declare const TextDecoder: new (
  encoding: string,
  options?: { fatal?: boolean },
) => { decode(bytes: Uint8Array): string };

/** Bytes of an XML file -> text, by its byte order mark or else by what its declaration says. */
export function decode(bytes: Uint8Array): string | { readonly problem: string } {
  const encoding = markedEncoding(bytes) ?? declaredEncoding(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    return { problem: error instanceof RangeError ? `it declares '${encoding}'` : `the bytes are not ${encoding}` };
  }
}

function markedEncoding([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0x00 && b === 0x3c) return 'utf-16be';
  if (a === 0x3c && b === 0x00) return 'utf-16le';
  return undefined;
}

/** A declaration that can be read byte by byte is not UTF-16, even if it says so: some tools write it so. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]?.toLowerCase();
  return declared?.startsWith('utf-16') ? 'utf-8' : declared;
}
