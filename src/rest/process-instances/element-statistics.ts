import type { EntityManager } from 'typeorm';

export interface ElementStatistics {
  readonly elementId: string;
  readonly active: number;
  readonly canceled: number;
  readonly incidents: number;
  readonly completed: number;
}

/** How often each element of these instances was reached and left: numbers for a picture of the process. */
export function elementStatistics(
  database: Pick<EntityManager, 'query'>,
  instances: string,
  values: readonly unknown[],
): Promise<ElementStatistics[]> {
  return database.query<ElementStatistics[]>(
    `WITH instances AS (${instances}),
     counted AS (
       SELECT h.data->>'element' AS "elementId",
         count(*) FILTER (WHERE h.kind = 'element.activated')::int AS activated,
         count(*) FILTER (WHERE h.kind = 'element.completed')::int AS completed,
         count(*) FILTER (WHERE h.kind = 'element.terminated')::int AS canceled
       FROM history_entry h JOIN instances ON instances.id = h.process_instance_id
       WHERE h.kind IN ('element.activated', 'element.completed', 'element.terminated')
         AND h.data->>'elementType' <> 'Process'
       GROUP BY 1),
     troubled AS (
       SELECT i.element, count(*)::int AS incidents FROM incident i JOIN instances ON instances.id = i.process_instance_id
       WHERE i.resolved_at IS NULL GROUP BY 1)
     SELECT "elementId", greatest(activated - completed - canceled, 0) AS active, canceled,
       coalesce(incidents, 0) AS incidents, completed
     FROM counted LEFT JOIN troubled ON troubled.element = "elementId" ORDER BY "elementId"`,
    [...values],
  );
}
