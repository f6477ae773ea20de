import type { Variables } from '#engine';
import type { Block } from './markup.js';

/** Words that come from no template of a procedure. */
export interface Paper {
  /** What kind of paper it is. */
  readonly name: string;
  readonly title: string;
  /** Below the town's name. */
  readonly department: string;
  /** Who answers for it. */
  readonly issuer: string;
  readonly body: readonly Block[];
  /** Begins its number when it is of no dossier. */
  readonly series?: string;
}

/** A PDF that an authentic source has made and sealed: it is handed on as it came, byte by byte. */
export interface Received {
  /** What kind of paper it is. */
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Where its words come from: `procedures/<key>/documents/<template>.njk` filled with variables, a paper, or somebody else who
 * wrote all of it.
 */
export type Source =
  | { readonly template: string; readonly variables: Variables }
  | { readonly paper: Paper }
  | { readonly received: Received };

/** What it waits for before it stands. */
export type Awaited = 'seal' | 'signature';

export interface NewDocument {
  /** None: a paper of a sitting. */
  readonly dossierId?: string;
  /** The job that asks: asking again gives the document it got. */
  readonly jobKey?: string;
  readonly source: Source;
  readonly expiresAt?: Date;
  /** None = it stands at once. */
  readonly awaits?: Awaited;
  /** The document whose place it takes as soon as it stands, and why. */
  readonly replaces?: { readonly documentId: string; readonly reason: string };
  readonly sitting?: { readonly id: string; readonly itemId?: string };
}
