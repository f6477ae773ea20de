/**
 * Which processes a signal ($1) starts. An instance that waits for the other parts of its start event takes the signal
 * itself: it starts no second one.
 */
export const SIGNAL_STARTS = `SELECT start.id, start.process_id, start.element, start.part FROM start_subscription start
  WHERE start.kind = 'signal' AND start.name = $1 AND (start.part IS NULL OR NOT EXISTS (
    SELECT FROM signal_subscription waiting JOIN process_instance i ON i.id = waiting.process_instance_id
    WHERE waiting.signal = $1 AND waiting.element = start.element AND i.process_id = start.process_id))`;
