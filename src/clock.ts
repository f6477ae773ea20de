/** The one place of the service that reads the time. Everything that is stored or compared comes from here, never from SQL `now()`. */
export class Clock {
  private offset: number;

  constructor(offset = 'PT0S') {
    this.offset = readDuration(offset) ?? 0;
  }

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  /** Moves this clock ahead; tests do that, then sweep. */
  advance(duration: string): void {
    this.offset += readDuration(duration) ?? 0;
  }
}

const DURATION =
  /^(?<sign>-)?P(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/** An ISO 8601 duration of fixed length (weeks to seconds) in milliseconds; undefined when it is not one. */
export function readDuration(text: string): number | undefined {
  const parts = DURATION.exec(text)?.groups;
  if (!parts || /[PT]$/.test(text)) return undefined;
  const part = (name: string): number => Number(parts[name] ?? 0);
  const hours = (part('weeks') * 7 + part('days')) * 24 + part('hours');
  const milliseconds = ((hours * 60 + part('minutes')) * 60 + part('seconds')) * 1000;
  return parts['sign'] ? -milliseconds : milliseconds;
}
