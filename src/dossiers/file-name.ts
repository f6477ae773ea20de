const LONGEST = 100;

/**
 * What somebody's browser calls a file -> a name that is safe in headers, on disks and in lists: no folders, no control
 * characters, no national number, the extension of what the content really is.
 */
export function safeFileName(given: string, extension: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[^.]*$/, '')
    .replace(/\d{2}[.\s-]?\d{2}[.\s-]?\d{2}[.\s-]?\d{3}[.\s-]?\d{2}/g, 'numero')
    .replace(/[^\p{L}\p{N}_. -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. -]+|[. -]+$/g, '');
  return `${[...stem].slice(0, LONGEST).join('') || 'document'}.${extension}`;
}
