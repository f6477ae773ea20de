import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** How long each action took, over slices of time that take turns, so that a load of others falls on all alike. */
export class Measure {
  took = [];
  seconds = 0;
  cpu = { program: 0, database: 0 };

  /** @param {() => Promise<number>} action resolves with how many things it did */
  constructor(action, postmaster) {
    this.action = action;
    this.postmaster = postmaster;
    this.done = 0;
  }

  async slice(seconds, clients) {
    const [program, database] = [process.cpuUsage(), processorTime(this.postmaster)];
    const began = performance.now();
    const end = began + seconds * 1_000;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < end) {
          const at = performance.now();
          const done = await this.action();
          this.done += done;
          this.took.push(performance.now() - at);
        }
      }),
    );
    this.seconds += (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(program);
    this.cpu.program += (user + system) / 1_000;
    this.cpu.database += processorTime(this.postmaster) - database;
  }

  get perSecond() {
    return this.done / this.seconds;
  }

  report() {
    const sorted = this.took.sort((a, b) => a - b);
    const percentile = (share) => round(sorted[Math.floor(sorted.length * share)] ?? 0, 1);
    return {
      perSecond: Math.round(this.perSecond),
      milliseconds: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
      processorMillisecondsEach: {
        program: round(this.cpu.program / this.done, 2),
        database: round(this.cpu.database / this.done, 2),
      },
    };
  }
}

export function round(number, digits) {
  return Math.round(number * 10 ** digits) / 10 ** digits;
}

/** What a PostgreSQL server and its connections have used so far, in milliseconds; 0 where there is no /proc. */
export function processorTime(postmaster) {
  try {
    return ofProgram(postmaster) + childrenOf(postmaster).reduce((sum, pid) => sum + ofProgram(pid), 0);
  } catch {
    return 0;
  }
}

/** In /proc: user and system time, and that of children that are gone, in hundredths of a second. */
function ofProgram(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  } catch {
    return 0; // it has just ended
  }
}

function childrenOf(pid) {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return (
        readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[1] === String(pid)
      );
    } catch {
      return false;
    }
  });
}
