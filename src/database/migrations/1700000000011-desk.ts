import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Full-text search over dossiers, views that agents save, requests that agents enter for somebody. */
export class Desk1700000000011 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- small letters without accents, words of letters and digits: what src/dossiers/search-words.ts does to a question
      CREATE FUNCTION plain_words(text text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
        SELECT regexp_replace(
          replace(replace(translate(lower(text), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), 'œ', 'oe'), 'ß', 'ss'),
          '[^a-z0-9]+', ' ', 'g')
      $$;
      ALTER TABLE dossier ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', plain_words(
        reference || ' ' || applicant_name || ' ' || coalesce(applicant_email, '') || ' ' || answers::text))) STORED;
      CREATE INDEX dossier_search ON dossier USING gin (search);
      CREATE TABLE saved_view (
        id bigint PRIMARY KEY DEFAULT nextval('key_seq'),
        account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
        name text NOT NULL,
        query text NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, name)
      );
      ALTER TABLE draft ADD COLUMN channel text NOT NULL DEFAULT 'online';
      ALTER TABLE draft ADD COLUMN identity text;
      ALTER TABLE draft ADD COLUMN entered_by bigint REFERENCES account;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
