/** A discrete simulation of some minutes of load: the same seed, the same result. */

const SECONDS = 60;
const GROUPS = 2;
const PER_GROUP = 32;
/** Of a commit: what a disk that may be believed needs. Many wait for it together. */
const FLUSH_MILLISECONDS = 2;
/** Where requests pile up for so long nobody waits for them to be done. */
const OVERLOADED_MILLISECONDS = 5_000;

/**
 * @param layout programs of each kind, processors of all databases together, databases (1)
 * @param perSecond requests that arrive, of which each needs `perRequest` of each kind of command
 * @param costs of each kind in milliseconds, `[first of a group, each further]`, for `program` and `database`
 */
export function simulate({ layout, perSecond, perRequest, costs, seed }) {
  const random = generator(seed);
  const events = new Agenda();
  const { databases = 1 } = layout;
  const database = Array.from({ length: databases }, () => new Station(Math.max(1, layout.processors / databases)));
  const programs = (count) => Array.from({ length: count }, (_, number) => new Program(database[number % databases]));
  const kinds = { web: programs(layout.web), background: programs(layout.background) };
  const where = { start: 'web', task: 'web', job: 'background' };
  const took = { start: [], task: [], job: [] };
  const until = SECONDS * 1_000;

  for (const [kind, number] of Object.entries(perRequest)) {
    const rate = (perSecond * number) / 1_000;
    const arrive = (at) => {
      if (at > until) return;
      const all = kinds[where[kind]];
      all[Math.floor(random() * all.length)].ask({ kind, at }, at);
      const next = at - Math.log(1 - random()) / rate;
      events.add(next, () => arrive(next));
    };
    const first = -Math.log(1 - random()) / rate;
    events.add(first, () => arrive(first));
  }

  /** Its processor, and the groups that wait or are under way. */
  function Program(itsDatabase) {
    this.processor = new Station(1);
    this.waiting = [];
    this.underWay = 0;
    this.ask = (command, now) => {
      this.waiting.push(command);
      this.next(now);
    };
    this.next = (now) => {
      while (this.underWay < GROUPS && this.waiting.length > 0) {
        const group = this.waiting.splice(0, PER_GROUP);
        this.underWay++;
        const cost = (place) => lasting(group, costs, place) * spread(random);
        this.processor.use(events, now, cost('program'), (worked) =>
          itsDatabase.use(events, worked, cost('database'), (written) =>
            events.add(written + FLUSH_MILLISECONDS, () => {
              const done = written + FLUSH_MILLISECONDS;
              for (const { kind, at } of group) took[kind].push(done - at);
              this.underWay--;
              this.next(done);
            }),
          ),
        );
      }
    };
  }

  events.run(until + OVERLOADED_MILLISECONDS);
  const share = (stations) =>
    Math.round(
      (100 * stations.reduce((sum, { busy }) => sum + busy, 0)) /
        (stations.reduce((sum, { size }) => sum + size, 0) * until),
    );
  const left = [...kinds.web, ...kinds.background].reduce((sum, { waiting }) => sum + waiting.length, 0);
  return {
    used: {
      web: share(kinds.web.map(({ processor }) => processor)),
      background: share(kinds.background.map(({ processor }) => processor)),
      database: share(database),
    },
    overloaded: left > 0,
    task: percentiles(took.task),
    job: percentiles(took.job),
    start: percentiles(took.start),
  };
}

/** Each kind's first command of a group costs what one alone costs. */
function lasting(group, costs, place) {
  const seen = new Set();
  let sum = 0;
  for (const { kind } of group) {
    const [first, further] = costs[kind][place];
    sum += seen.has(kind) ? further : first;
    seen.add(kind);
  }
  return sum;
}

/** Service times vary: half to one and a half, and one in fifty takes ten times as long. */
function spread(random) {
  return random() < 0.02 ? 10 : 0.5 + random();
}

/** Processors with one line of work before them. */
class Station {
  busy = 0;
  line = [];

  constructor(size) {
    this.size = size;
    this.free = size;
  }

  use(events, now, lasts, then) {
    if (this.free === 0) {
      this.line.push([lasts, then]);
      return;
    }
    this.free--;
    this.busy += lasts;
    events.add(now + lasts, () => {
      this.free++;
      const next = this.line.shift();
      if (next) this.use(events, now + lasts, ...next);
      then(now + lasts);
    });
  }
}

/** What happens next, by time: a binary heap. */
class Agenda {
  heap = [];
  order = 0;

  add(at, happens) {
    this.heap.push({ at, order: this.order++, happens });
    for (let child = this.heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.before(child, parent)) break;
      this.swap(child, parent);
      child = parent;
    }
  }

  run(until) {
    while (this.heap.length > 0 && this.heap[0].at <= until) {
      const { happens } = this.heap[0];
      const last = this.heap.pop();
      if (this.heap.length > 0) {
        this.heap[0] = last;
        this.sink();
      }
      happens();
    }
  }

  sink() {
    for (let parent = 0; ;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < this.heap.length && this.before(child, least)) least = child;
      if (least === parent) return;
      this.swap(least, parent);
      parent = least;
    }
  }

  before(one, other) {
    const [a, b] = [this.heap[one], this.heap[other]];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  swap(one, other) {
    [this.heap[one], this.heap[other]] = [this.heap[other], this.heap[one]];
  }
}

function percentiles(took) {
  const sorted = took.sort((a, b) => a - b);
  const at = (share) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** The minimal standard generator of Park and Miller. */
function generator(seed) {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
