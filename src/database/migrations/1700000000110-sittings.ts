import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sittings of the bodies that decide, and what is on their agendas. An item keeps what was proposed and decided: minutes stay
 * when the dossier has been erased (CDLD, art. L1132-1 and L1132-2).
 */
export class Sittings1700000000110 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE sitting (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        body text NOT NULL CHECK (body IN ('college', 'council', 'mayor')),
        department text NOT NULL REFERENCES department (key),
        held_at timestamptz NOT NULL,
        place text NOT NULL,
        state text NOT NULL CHECK (state IN ('prepared', 'convened', 'closed')),
        present text NOT NULL,
        planned_by text NOT NULL,
        convened_at timestamptz,
        convened_by text,
        closed_at timestamptz,
        closed_by text,
        CHECK ((state = 'prepared') = (convened_at IS NULL) AND (convened_at IS NULL) = (convened_by IS NULL)),
        CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
      );
      CREATE INDEX sitting_department ON sitting (department, held_at);

      CREATE TABLE agenda_item (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        sitting_id bigint NOT NULL REFERENCES sitting (id),
        process_instance_id bigint NOT NULL,
        dossier_id bigint REFERENCES dossier (id) ON DELETE SET NULL,
        rank int NOT NULL,
        reference text NOT NULL,
        subject text NOT NULL,
        proposal text NOT NULL,
        behind_closed_doors boolean NOT NULL,
        outcome text CHECK (outcome IN ('accepte', 'accepte-modifie', 'refuse', 'retire', 'reporte')),
        wording text NOT NULL,
        urgent boolean NOT NULL,
        user_task_id bigint,
        decided_at timestamptz,
        UNIQUE (sitting_id, process_instance_id)
      );
      CREATE INDEX agenda_item_dossier ON agenda_item (dossier_id) WHERE dossier_id IS NOT NULL;

      CREATE INDEX user_task_sitting ON user_task ((headers->>'sitting')) WHERE state = 'created' AND headers ? 'sitting';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
