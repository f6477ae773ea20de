import { performance } from 'node:perf_hooks';
import type { Metric } from './exposition.js';

/** Figures that are the same whichever program is asked: one statement each, `label` and `value` per row. */
export const shared: readonly (Omit<Metric, 'samples'> & { readonly label?: string; readonly sql: string })[] = [
  {
    name: 'beffroi_process_instances_open',
    help: 'Process instances that have not ended.',
    type: 'gauge',
    label: 'process',
    sql: 'SELECT process_id AS label, count(*) AS value FROM process_instance WHERE ended_at IS NULL GROUP BY 1',
  },
  {
    name: 'beffroi_user_tasks_open',
    help: 'Tasks that wait for somebody.',
    type: 'gauge',
    label: 'process',
    sql: `SELECT process_id AS label, count(*) AS value FROM user_task WHERE state = 'created' GROUP BY 1`,
  },
  {
    name: 'beffroi_user_tasks_overdue',
    help: 'Tasks whose due date has passed.',
    type: 'gauge',
    sql: `SELECT count(*) AS value FROM user_task WHERE state = 'created' AND due_at < $1`,
  },
  {
    name: 'beffroi_jobs_waiting',
    help: 'Jobs that are to be worked on, or tried again.',
    type: 'gauge',
    label: 'type',
    sql: 'SELECT type AS label, count(*) AS value FROM job WHERE retries > 0 GROUP BY 1',
  },
  {
    name: 'beffroi_timers_overdue_seconds',
    help: 'How late the latest timer is.',
    type: 'gauge',
    sql: `SELECT coalesce(greatest(0, extract(epoch FROM $1::timestamptz - min(due_at))), 0) AS value FROM timer`,
  },
  {
    name: 'beffroi_incidents_open',
    help: 'Process instances that wait for an administrator.',
    type: 'gauge',
    sql: 'SELECT count(*) AS value FROM incident WHERE resolved_at IS NULL',
  },
  {
    name: 'beffroi_outbox_waiting_seconds',
    help: 'How long the oldest delivery waits to be given to the queues.',
    type: 'gauge',
    sql: `SELECT coalesce(greatest(0, extract(epoch FROM $1::timestamptz - min(created_at))), 0) AS value
      FROM outbox_entry WHERE sent_at IS NULL`,
  },
  {
    name: 'beffroi_history_entries_without_month',
    help: 'History entries in the default partition, because their month has none.',
    type: 'gauge',
    sql: 'SELECT count(*) AS value FROM history_entry_default',
  },
];

/** Figures of this very program. */
export function ownFigures(): Metric[] {
  const { user, system } = process.cpuUsage();
  const busy = performance.eventLoopUtilization();
  return [
    gauge('process_resident_memory_bytes', 'Memory this program holds.', process.memoryUsage.rss()),
    { ...gauge('process_cpu_seconds_total', 'Processor time used.', (user + system) / 1e6), type: 'counter' },
    gauge('beffroi_event_loop_utilization', 'Share of its time this program was busy.', busy.utilization),
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', samples: [{ value }] };
}
