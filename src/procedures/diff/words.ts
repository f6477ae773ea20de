import type { Change } from './compare.js';

/** A change as a sentence. */
export function inWords({ type, kind, id, name, what, from, to }: Change): string {
  const subject = `${kind} ${name === undefined || name === '' ? id : `"${oneLine(name)}" (${id})`}`;
  if (type === 'added') return `${subject} is new.`;
  if (type === 'removed') return `${subject} is no longer there.`;
  if (type === 'renamed') return `${kind} ${id} is now called ${said(to)}; it was ${said(from)}.`;
  if (from === undefined) return `${subject} now has ${articled(what)}: ${said(to)}.`;
  if (to === undefined) return `${subject} no longer has ${articled(what)}: it was ${said(from)}.`;
  if (what === 'text') return `${subject} has changed: ${linesChanged(from, to)}.`;
  const place = what === 'value' || what === undefined ? `${subject} is` : `${subject}, ${what}:`;
  return `${place} now ${said(to)}; it was ${said(from)}.`;
}

function said(text: string | undefined): string {
  return text === undefined ? 'nothing' : `"${oneLine(text)}"`;
}

function articled(what = ''): string {
  return `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** How many lines are new and how many are gone, wherever they stand. */
function linesChanged(from: string, to: string): string {
  const [old, now] = [from.split('\n'), to.split('\n')];
  const count = (some: readonly string[], others: readonly string[]): number => {
    const left = [...others];
    return some.filter((line) => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    }).length;
  };
  return `${count(now, old)} new lines, ${count(old, now)} gone`;
}
