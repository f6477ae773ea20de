/** A rectangle of the chart, in units of its view box. */
export interface Bar {
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Written above it, where a group has one bar only. */
  readonly value?: number;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly labels: readonly { readonly x: number; readonly text: string }[];
  /** Lines to read the height by. */
  readonly lines: readonly { readonly y: number; readonly value: number }[];
}

/** Bars that stand together over one label. */
export interface Group {
  readonly label: string;
  readonly bars: readonly { readonly kind: string; readonly value: number }[];
}

const LEFT = 36;
const GAP = 3;
const MARGIN = 16;
const TOP = 24;
const HEIGHT = 160;
/** Of all bars of a group together. */
const GROUP = 39;

/** Groups of bars, from left to right. Drawn with attributes only, since the page allows no inline style. `step`: room of a group. */
export function columnChart(groups: readonly Group[], step = GROUP + MARGIN): Chart {
  const values = groups.flatMap(({ bars }) => bars.map(({ value }) => value));
  const most = niceTop(Math.max(1, ...values));
  const scaled = (value: number): number => Math.round((value / most) * HEIGHT);
  const bars = groups.flatMap(({ bars }, group) => {
    const width = Math.floor((GROUP - GAP * (bars.length - 1)) / bars.length);
    const left = LEFT + group * step + Math.round((step - GROUP) / 2);
    return bars.map(({ kind, value }, index): Bar => {
      const [x, y, height] = [left + index * (width + GAP), TOP + HEIGHT - scaled(value), scaled(value)];
      return { kind, x, y, width, height, ...(bars.length === 1 && { value }) };
    });
  });
  return {
    width: LEFT + groups.length * step,
    height: TOP + HEIGHT + 28,
    bars,
    labels: groups.map(({ label }, index) => ({ x: LEFT + index * step + Math.round(step / 2), text: label })),
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
