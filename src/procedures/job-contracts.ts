/** What a job type expects of a procedure and gives back. One row per worker of `src/workers`. */
export interface JobContract {
  /** Folder in which the header `template` must name a file. */
  readonly template?: 'messages' | 'documents';
  /** Headers that must be there. */
  readonly headers: readonly string[];
  /** Variables that its result sets. */
  readonly makes: readonly string[];
}

export const jobContracts: { readonly [jobType: string]: JobContract } = {
  'send-email': { template: 'messages', headers: ['template'], makes: [] },
  'generate-document': { template: 'documents', headers: ['template'], makes: ['document'] },
  'call-webhook': { headers: [], makes: ['response'] },
  'publish-message': { headers: ['messageName'], makes: [] },
};
