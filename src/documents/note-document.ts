import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import type { History } from '../history/history.js';
import type { IssuedDocument } from './document.entity.js';

export interface DocumentEvent {
  readonly kind: string;
  readonly actor: Actor;
  readonly at: Date;
  readonly reason?: string;
  /** Number of the document that takes its place. */
  readonly by?: string;
  readonly public?: boolean;
}

/** Writes what happened to a document into the history of its dossier; minutes of a sitting have none. */
export async function noteDocument(
  history: History,
  tx: Transaction,
  { id: documentId, dossierId, number, title }: IssuedDocument,
  { kind, actor, at, reason, by, public: isPublic = false }: DocumentEvent,
): Promise<void> {
  if (dossierId === null) return;
  const data = { documentId, number, title, ...(by && { by }), ...(reason && { reason }) };
  await history.append(tx, { dossierId, kind, actor, at, data, public: isPublic });
}
