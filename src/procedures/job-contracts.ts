/** What a job type expects of a procedure and gives back. One row per worker of `src/workers`. */
export interface JobContract {
  /** Folder in which the header `template` must name a file. */
  readonly template?: 'messages' | 'documents';
  /** Headers that must be there. */
  readonly headers: readonly string[];
  /** Group of `texts/` in which the header `text` must name a sentence. */
  readonly text?: string;
  /** Exactly one of these must be there as well. */
  readonly oneOf?: readonly string[];
  /** Variables that its result sets. */
  readonly makes: readonly string[];
  /** The header that names one more. */
  readonly makesBy?: string;
}

export const jobContracts: { readonly [jobType: string]: JobContract } = {
  'send-email': { template: 'messages', headers: ['template'], makes: [] },
  'generate-document': { template: 'documents', headers: ['template'], makes: ['document'] },
  'call-webhook': { headers: [], makes: ['response'] },
  'publish-message': { headers: ['messageName'], makes: [] },
  'set-status': { text: 'announcements', headers: ['status'], makes: [] },
  evaluate: { headers: [], oneOf: ['expression', 'decision'], makes: [], makesBy: 'resultVariable' },
};

/** Names of the variables that a job of this type sets. */
export function madeByJob(jobType: string | undefined, headers: { readonly [name: string]: string }): string[] {
  const { makes = [], makesBy } = jobContracts[jobType ?? ''] ?? {};
  const named = makesBy === undefined ? undefined : headers[makesBy];
  return named === undefined ? [...makes] : [...makes, named];
}
