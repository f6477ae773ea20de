import type { DataSource } from 'typeorm';
import { Groups } from './groups.js';
import type { Transaction } from './transaction.js';

/** Two, so that one computes while the other one waits for the disk. */
const LIMITS = { groups: 2, perGroup: 32 };

/** `alone`: needs a transaction of its own. `again`: needs the next one, because of another one in this. */
export type InCompany<Answer> = Answer | 'alone' | 'again';

/**
 * What is asked at the same time in one transaction: one commit for all. Each gets its own answer; when the transaction
 * fails for the sake of one, nothing has happened and each is to be tried alone.
 */
export class SharedTransactions<Ask, Answer> {
  private readonly groups: Groups<Ask, InCompany<Answer>>;

  constructor(
    private readonly database: DataSource,
    /** Answers each, in order. It may be done again. */
    private readonly work: (tx: Transaction, asks: readonly Ask[]) => Promise<readonly InCompany<Answer>[]>,
  ) {
    this.groups = new Groups((asks) => this.together(asks), LIMITS);
  }

  async ask(ask: Ask): Promise<Answer | 'alone'> {
    for (;;) {
      const answer = await this.groups.ask(ask);
      if (answer !== 'again') return answer;
    }
  }

  private async together(asks: readonly Ask[]): Promise<readonly InCompany<Answer>[]> {
    let worked = false;
    try {
      return await this.database.transaction(async (tx) => {
        const answers = await this.work(tx, asks);
        worked = true;
        return answers;
      });
    } catch (error) {
      // whether a commit that failed has happened nobody knows: whoever asked has to hear of it
      if (worked) throw error;
      return asks.map(() => 'alone');
    }
  }
}
