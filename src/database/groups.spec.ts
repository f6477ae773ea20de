import { describe, expect, it } from '@jest/globals';
import { Groups } from './groups.js';

/** Remembers what was done together, and ends it when told to. */
function workplace(limits: { groups: number; perGroup: number }) {
  const done: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const groups = new Groups<string, string>(async (asks) => {
    done.push(asks);
    await new Promise<void>((end) => ends.push(end));
    if (asks.includes('bad')) throw new Error('it broke');
    return asks.map((ask) => `${ask} done`);
  }, limits);
  return { groups, done, ends };
}

const moment = (): Promise<void> => new Promise((done) => setImmediate(() => setImmediate(done)));

describe('groups', () => {
  it('begin at once, with who asks in the same moment', async () => {
    const { groups, done, ends } = workplace({ groups: 2, perGroup: 9 });
    const answers = [groups.ask('a'), groups.ask('b')];
    await moment();
    expect(done).toEqual([['a', 'b']]);
    ends.pop()?.();
    expect(await Promise.all(answers)).toEqual(['a done', 'b done']);
  });

  it('gather while as many as allowed are under way', async () => {
    const { groups, done, ends } = workplace({ groups: 1, perGroup: 2 });
    const answers = [groups.ask('a')];
    await moment();
    answers.push(groups.ask('b'), groups.ask('c'), groups.ask('d'));
    await moment();
    expect(done).toEqual([['a']]);
    for (let group = 0; group < 3; group++) {
      ends.shift()?.();
      await moment();
    }
    expect(done).toEqual([['a'], ['b', 'c'], ['d']]);
    expect(await Promise.all(answers)).toEqual(['a done', 'b done', 'c done', 'd done']);
  });

  it('tell all their members when they fail, and go on with the next', async () => {
    const { groups, ends } = workplace({ groups: 1, perGroup: 2 });
    const answers = [groups.ask('a'), groups.ask('bad'), groups.ask('c')];
    const settled = Promise.allSettled(answers);
    await moment();
    ends.shift()?.();
    await moment();
    ends.shift()?.();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
