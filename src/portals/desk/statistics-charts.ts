import type { Share } from '../../statistics/series.js';
import type { Statistics } from '../../statistics/statistics.service.js';
import { type Chart, columnChart, type Group } from './bars.js';

/** A chart with the table that says the same; texts are `desk.statistics.<id>`. */
export interface ChartView {
  readonly id: 'weeks' | 'open' | 'delays' | 'ages' | 'scores';
  readonly chart: Chart;
  /** Kinds of its bars, in their order: keys of `desk.statistics`. */
  readonly kinds: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
  /** There is nothing to show. */
  readonly empty: boolean;
}

/** What the labels under the bars are. */
export interface ChartWords {
  /** A Monday, in short. */
  readonly day: (monday: string) => string;
  /** A span of days or a mark: `desk.statistics.span.<id>.<key>`. */
  readonly span: (id: ChartView['id'], key: string) => string;
}

/** Room of a group whose label is words, in units of the drawing. */
const WIDE = 92;

/** Backlog and flow over time, delays, age of what is open, satisfaction. */
export function statisticsCharts({ weeks, delays, ages, scores }: Statistics, { day, span }: ChartWords): ChartView[] {
  const shares = (id: ChartView['id'], kind: string, series: readonly Share[]): ChartView =>
    drawn(
      id,
      [kind],
      series.map(({ key, count }) => ({ label: span(id, key), values: [count] })),
      WIDE,
    );
  return [
    drawn(
      'weeks',
      ['received', 'closed'],
      weeks.map(({ monday, received, closed }) => ({ label: day(monday), values: [received, closed] })),
    ),
    drawn(
      'open',
      ['backlog'],
      weeks.map(({ monday, open }) => ({ label: day(monday), values: [open] })),
    ),
    shares('delays', 'closed', delays),
    shares('ages', 'backlog', ages),
    shares('scores', 'ratings', scores),
  ];
}

function drawn(id: ChartView['id'], kinds: readonly string[], rows: ChartView['rows'], step?: number): ChartView {
  const groups = rows.map(({ label, values }): Group => ({
    label,
    bars: values.map((value, index) => ({ kind: kinds[index]!, value })),
  }));
  const empty = rows.every(({ values }) => values.every((value) => value === 0));
  return { id, kinds, rows, empty, chart: columnChart(groups, step) };
}
