/** What a stored file is served with. Nothing a citizen sent us may ever run as a page of ours. */
export function downloadHeaders(
  file: { readonly fileName: string; readonly mediaType: string; readonly size: number },
  { inline = false } = {},
): Record<string, string> {
  const viewable = /^(application\/pdf|image\/(png|jpeg|gif|webp))$/.test(file.mediaType);
  const ascii = file.fileName.normalize('NFD').replace(/[^\x20-\x7e]|["\\%]/g, '');
  const encoded = encodeURIComponent(file.fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return {
    'Content-Type': file.mediaType,
    'Content-Length': String(file.size),
    'Content-Disposition': `${inline && viewable ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    'Cache-Control': 'private, no-store',
  };
}
