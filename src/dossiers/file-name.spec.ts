import { describe, expect, it } from '@jest/globals';
import { downloadHeaders } from './download-headers.js';
import { safeFileName } from './file-name.js';

describe('a file name', () => {
  it.each([
    ['procuration signée.pdf', 'procuration signée.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\a\\scan.PDF', 'scan.pdf'],
    ['x"; rm -rf / .pdf', 'document.pdf'],
    ['a\r\nSet-Cookie: b.pdf', 'a Set-Cookie b.pdf'],
    ['carte 85.07.30-033.28.jpg', 'carte numero.pdf'],
    ['85073003328.pdf', 'numero.pdf'],
    ['.htaccess', 'document.pdf'],
    ['', 'document.pdf'],
  ])('%p is kept as %p', (given, kept) => expect(safeFileName(given, 'pdf')).toBe(kept));

  it('is never longer than a hundred letters', () => {
    expect([...safeFileName('é'.repeat(500), 'pdf')]).toHaveLength(104);
  });
});

describe('a download', () => {
  const file = { fileName: 'procuration «é».pdf', mediaType: 'application/pdf', size: 12 };

  it('is offered for saving, under its name, and can never run as a page of ours', () => {
    expect(downloadHeaders(file)).toMatchObject({
      'Content-Disposition': `attachment; filename="procuration e.pdf"; filename*=UTF-8''procuration%20%C2%AB%C3%A9%C2%BB.pdf`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    });
  });

  it('is shown in place only when browsers show it without running it', () => {
    const shown = (mediaType: string): boolean =>
      downloadHeaders({ ...file, mediaType }, { inline: true })['Content-Disposition']!.startsWith('inline');
    expect(shown('application/pdf')).toBe(true);
    expect(shown('image/png')).toBe(true);
    expect(shown('image/svg+xml')).toBe(false);
    expect(shown('text/html')).toBe(false);
  });
});
