import type { Lang } from '../forms/lang.js';

export interface LetterParts {
  readonly subject: string;
  readonly text: string;
  /** A fragment: paragraphs, headings, lists. */
  readonly html: string;
  readonly lang: Lang;
  readonly town: string;
  readonly footer: string;
  readonly publicUrl: string;
}

const BEGIN = '<div style="padding:4px 28px 20px">\n';
const END = '\n</div>\n<div style="padding:14px 28px;';

/** Puts a message into the town's letter. Mail readers know little HTML: one column, styles at the element, no pictures. */
export function letter(parts: LetterParts): { subject: string; text: string; html: string } {
  const { subject, lang, town, footer } = parts;
  const text = `${parts.text.trim()}\n\n-- \n${town}\n${footer}\n`;
  const html = `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f4f1ea;color:#1c2430;font:17px/1.55 Georgia,'Times New Roman',serif">
<div style="max-width:600px;margin:0 auto;background:#ffffff;border-top:6px solid #7a1f2b">
<div style="padding:20px 28px 0;font:600 15px/1.4 Arial,sans-serif;color:#7a1f2b">${escape(town)}</div>
${BEGIN}${parts.html.trim()}${END}border-top:1px solid #d9d3c5;font:13px/1.5 Arial,sans-serif;color:#55606e">${escape(footer)}</div>
</div>
</body>
</html>
`;
  return { subject, text, html };
}

/** The letter with a picture at its end; its `caption` says the same in words. `address` is a `data:` address: `MailDelivery` attaches it. */
export function withPicture(
  html: string,
  {
    address,
    alt,
    caption,
    size,
  }: { readonly address: string; readonly alt: string; readonly caption: string; readonly size: number },
): string {
  const end = html.lastIndexOf(END);
  const picture = `<p><img src="${escape(address)}" width="${size}" height="${size}" alt="${escape(alt)}"><br>${escape(caption)}</p>`;
  return `${html.slice(0, end)}\n${picture}${html.slice(end)}`;
}

/** The fragment that was put into a letter, to be read elsewhere than in a mail reader. */
export function letterBody(html: string): string {
  return html.slice(html.indexOf(BEGIN) + BEGIN.length, html.lastIndexOf(END));
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
