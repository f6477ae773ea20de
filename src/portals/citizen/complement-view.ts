import type { Complement } from '../../dossiers/complements.service.js';
import type { Lang } from '../../forms/lang.js';
import type { Procedure } from '../../procedures/procedure.js';

/** A question of the town as the applicant reads it. The variables' names are those of the block « complément ». */
export function complementView({ element, variables }: Complement, procedure: Procedure, lang: Lang) {
  const { messageComplement: message, piecesManquantes: pieces, echeanceComplement: deadline } = variables;
  return {
    element,
    message: typeof message === 'string' ? message : undefined,
    pieces: (Array.isArray(pieces) ? pieces : []).map((piece) => procedure.text(lang, `missing.${String(piece)}`)),
    deadline: typeof deadline === 'string' ? deadline : undefined,
  };
}
