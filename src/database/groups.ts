/** What may be done at a time. */
export interface GroupLimits {
  readonly groups: number;
  readonly perGroup: number;
}

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Does together what is asked at about the same time. Nobody waits for company: what is asked while few groups are under way
 * starts at once, alone if need be; only when as many as allowed are under way does it wait, with all that comes meanwhile,
 * for the first of them to end. So groups grow with the load and with nothing else.
 */
export class Groups<Ask, Answer> {
  private waiting: Waiting<Ask, Answer>[] = [];
  private underWay = 0;

  constructor(
    /** Answers each, in order. An error is everybody's. */
    private readonly together: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
    private readonly limits: GroupLimits,
  ) {}

  ask(ask: Ask): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ ask, answer, fail });
      // those who ask in the same moment go together
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    while (this.waiting.length > 0 && this.underWay < this.limits.groups) {
      const group = this.waiting.splice(0, this.limits.perGroup);
      this.underWay++;
      void this.run(group).finally(() => {
        this.underWay--;
        this.next();
      });
    }
  }

  private async run(group: readonly Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await this.together(group.map(({ ask }) => ask));
      group.forEach(({ answer }, index) => answer(answers[index]!));
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  }
}
