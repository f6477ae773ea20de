/** The text is not FEEL. `message` is a sentence; `position` counts characters of the text without its leading `=`. */
export class ExpressionSyntaxError extends Error {
  constructor(
    readonly text: string,
    readonly position: number,
    detail: string,
  ) {
    super(`The expression "${shorten(text)}" is not valid FEEL at character ${position + 1}: ${detail}.`);
    this.name = 'ExpressionSyntaxError';
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
