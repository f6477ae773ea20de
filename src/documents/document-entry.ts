import type { Actor } from '../history/actor.js';
import type { NewHistoryEntry } from '../history/history.js';
import type { IssuedDocument } from './document.entity.js';

/** What happened to a document, for the history of its dossier. */
export function documentEntry(
  { id: documentId, dossierId, sittingId, number, title }: IssuedDocument,
  {
    kind,
    actor,
    at,
    ...more
  }: { kind: string; actor: Actor; at: Date; reason?: string; by?: string; public?: boolean },
): NewHistoryEntry {
  const { reason, by, public: isPublic = false } = more;
  const data = {
    documentId,
    number,
    title,
    ...(sittingId && { sittingId }),
    ...(by && { by }),
    ...(reason && { reason }),
  };
  return { ...(dossierId && { dossierId }), kind, actor, at, data, public: isPublic };
}
