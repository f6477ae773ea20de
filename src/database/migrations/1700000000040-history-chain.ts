import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chain that makes a changed, removed or smuggled history entry show: one link per entry, one chain per case. */
export class HistoryChain1700000000040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE history_link (
        case_id bigint NOT NULL,
        position int NOT NULL,
        -- no foreign key: an entry that was removed must leave its link
        entry_id bigint NOT NULL UNIQUE,
        hash bytea NOT NULL,
        linked_at timestamptz NOT NULL,
        PRIMARY KEY (case_id, position)
      );
      CREATE INDEX history_link_linked ON history_link (linked_at);
      CREATE TRIGGER history_link_only_grows BEFORE UPDATE ON history_link
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
