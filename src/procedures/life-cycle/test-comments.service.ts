import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';

/** What somebody who tried a version has to say about one of its pages. */
export interface TestComment {
  readonly id: string;
  /** Path of the page, without what names the person's case. */
  readonly page: string;
  readonly text: string;
  readonly at: Date;
}

const LONGEST = 2_000;

/** Comments of testers: nobody is asked who they are. */
@Injectable()
export class TestCommentsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** False when there is nothing in it. */
  async add(versionId: string, page: string, text: string): Promise<boolean> {
    const said = text.trim().slice(0, LONGEST);
    if (!said) return false;
    await this.database.query(
      'INSERT INTO test_comment (procedure_version_id, page, text, at) VALUES ($1, $2, $3, $4)',
      [versionId, page.slice(0, 200), said, this.clock.now()],
    );
    return true;
  }

  of(versionId: string): Promise<TestComment[]> {
    return this.database.query<TestComment[]>(
      'SELECT id, page, text, at FROM test_comment WHERE procedure_version_id = $1 ORDER BY id DESC',
      [versionId],
    );
  }
}
