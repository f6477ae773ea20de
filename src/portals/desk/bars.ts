import type { Week } from '../../statistics/statistics.service.js';

/** A rectangle of the chart, in units of its view box. */
export interface Bar {
  readonly kind: 'received' | 'closed';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly labels: readonly { readonly x: number; readonly text: string }[];
  /** Lines to read the height by. */
  readonly lines: readonly { readonly y: number; readonly value: number }[];
}

const LEFT = 36;
const STEP = 56;
const BAR = 18;
const TOP = 10;
const HEIGHT = 160;

/** Two bars a week: received and closed. Drawn with attributes only, since the page allows no inline style. */
export function weeklyChart(weeks: readonly Week[], label: (monday: string) => string): Chart {
  const most = niceTop(Math.max(1, ...weeks.flatMap(({ received, closed }) => [received, closed])));
  const scaled = (value: number): number => Math.round((value / most) * HEIGHT);
  const bar = (kind: Bar['kind'], value: number, x: number): Bar => ({
    kind,
    x,
    y: TOP + HEIGHT - scaled(value),
    width: BAR,
    height: scaled(value),
  });
  return {
    width: LEFT + weeks.length * STEP,
    height: TOP + HEIGHT + 28,
    bars: weeks.flatMap(({ received, closed }, index) => {
      const x = LEFT + index * STEP + 8;
      return [bar('received', received, x), bar('closed', closed, x + BAR + 3)];
    }),
    labels: weeks.map(({ monday }, index) => ({ x: LEFT + index * STEP + 8 + BAR, text: label(monday) })),
    lines: [0, 0.5, 1].map((part) => ({ y: TOP + HEIGHT - Math.round(part * HEIGHT), value: part * most })),
  };
}

/** The next even number of one leading digit: 7 -> 8, 23 -> 40. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return Math.max(
    2,
    [2, 4, 6, 8, 10].map((one) => one * power).find((one) => one >= most)!,
  );
}
