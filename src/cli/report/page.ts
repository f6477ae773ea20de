import { viewerHtml, viewerStyle } from './diagram.js';
import { escape } from './html.js';

/** One self-contained page: it can be mailed, archived, and opened without a network. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
${viewerStyle()}
${style}
</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${body}
</main>
${viewerHtml()}
</body>
</html>
`;
}

const style = `
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: #1d2430; background: #f6f7f9; }
main { max-width: 80rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.75rem; } h2 { margin-top: 2.5rem; } h3 { margin-top: 1.75rem; }
table { border-collapse: collapse; background: #fff; }
th, td { text-align: left; padding: 0.35rem 0.9rem; border: 1px solid #d5dae1; vertical-align: top; font-weight: 400; }
thead th { background: #e9edf2; font-weight: 600; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; margin-bottom: 0.35rem; }
code { font-size: 0.95em; overflow-wrap: anywhere; }
.good { color: #16703a; } .bad { color: #b3211b; font-weight: 600; }
del { background: #fbe0de; text-decoration-thickness: 1px; } ins { background: #dcf3e3; text-decoration: none; }
`;
