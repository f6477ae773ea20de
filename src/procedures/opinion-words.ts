/** What an adviser can say in answer to the question `opinionsReponse`. */
export const VERDICTS = ['favorable', 'favorable-conditions', 'defavorable', 'sans-objet'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The adviser needs to know more first: its task is done, and a new one waits for it once it has been answered. */
export const ASKS_BACK = 'demande-info';

/** What is written down of an adviser who said nothing in time. */
export const SILENCES = ['repute-favorable', 'repute-defavorable', 'sans-avis'] as const;
export type Silence = (typeof SILENCES)[number];

/** The question of the form whose answer is the opinion. */
export const OPINION_QUESTION = 'opinionsReponse';

/** By this message a procedure that has gone on hears of a late opinion: the variable `opinionTardive`. */
export const LATE_OPINION = 'opinion-tardive';
