/** What the citizen can be told of a case (`src/dossiers/public-status.ts` says it to the service). */
export const PUBLIC_STATUSES =
  'deposee a-completer a-payer en-traitement decision prete delivree refusee classee-sans-suite retiree'.split(' ');
