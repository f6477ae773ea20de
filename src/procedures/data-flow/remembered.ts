/** A function that works each answer out once per argument: nodes are looked at in thousands of cases. */
export function remembered<Argument, Answer>(work: (argument: Argument) => Answer): (argument: Argument) => Answer {
  const known = new Map<Argument, Answer>();
  return (argument) => {
    if (!known.has(argument)) known.set(argument, work(argument));
    return known.get(argument)!;
  };
}
