/** A piece of a line: a link when it is an address of the web. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

/** Plain text by lines, its web addresses as links. */
export function linkified(text: string): Piece[][] {
  return text.split('\n').map((line) =>
    line
      .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
      .filter(Boolean)
      .map((piece) => (/^https?:\/\//.test(piece) ? { text: piece, href: piece } : { text: piece })),
  );
}
