import type { DrawnProcess } from '../drawn-process.js';
import { departments, type Element, many } from '../element.js';
import type { Rule } from '../rule.js';

/** What one department may not do alone. */
const DUTIES = [
  ['instruction', 'signature'],
  ['instruction', 'refund'],
  ['signature', 'refund'],
] as const;

export const dutiesAreSeparated: Rule = {
  asks: 'A lane is a department, and its tasks are that department’s; who instructs does not sign, who signs does not refund.',
  check(drawn, warn) {
    for (const lane of many(drawn.process, 'laneSets').flatMap((set) => many(set, 'lanes')))
      for (const task of many(lane, 'flowNodeRef').filter(({ $type }) => $type === 'bpmn:UserTask'))
        if (!departments(task).some((department) => department === lane.id || department === slug(lane.name ?? '')))
          warn(
            'lane-of-other-department',
            `Expected the task to be of the department of its lane "${lane.name ?? lane.id ?? ''}", but it is not.`,
            task,
          );
    for (const [one, other] of DUTIES) {
      const alone = doneBy(drawn, one);
      for (const task of drawn.nodes.filter(drawn.does(other)))
        for (const department of departments(task).filter((each) => alone.has(each)))
          warn(
            'duties-not-separated',
            `Expected another department than "${department}" for ${other}, as it does the ${one}, but it is the same.`,
            task,
          );
    }
  },
};

function doneBy(drawn: DrawnProcess, step: string): Set<string> {
  return new Set(drawn.nodes.filter(drawn.does(step)).flatMap((task: Element) => departments(task)));
}

/** `État civil` is the department `etat-civil`. */
function slug(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
