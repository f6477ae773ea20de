import type { Lang } from '../../forms/lang.js';
import type { Procedure } from '../../procedures/procedure.js';
import { locales } from '../../procedures/texts.js';
import { texts } from '../texts/portal-texts.js';
import type { Findable } from './search.js';

/** A procedure as the catalogue shows it. */
export interface ProcedureCard extends Findable {
  readonly key: string;
  readonly href: string;
  readonly summary: string;
  readonly category: string;
  readonly fee?: string;
  readonly delay?: string;
  readonly online: boolean;
}

export function procedureCard(procedure: Procedure, lang: Lang): ProcedureCard {
  const { key, facts } = procedure;
  const { deadline } = facts;
  const summary = optionalText(procedure, lang, 'summary');
  const fee = feeText(procedure, lang);
  return {
    key,
    href: `/demarches/${key}`,
    title: procedure.title(lang),
    summary,
    text: [summary, optionalText(procedure, lang, 'result'), optionalText(procedure, lang, 'who')].join(' '),
    // somebody who reads another language may still know the French word
    keywords: [...procedure.list(lang, 'keywords'), ...procedure.list('fr', 'keywords'), procedure.title('fr')],
    category: facts.category,
    online: facts.channels.includes('online'),
    ...(fee ? { fee } : {}),
    ...(deadline ? { delay: texts.text(lang, `procedure.days.${deadline.kind}`, { days: deadline.days }) } : {}),
  };
}

/** A procedure as its own page shows it: everything to know before starting. */
export function procedurePage(procedure: Procedure, lang: Lang) {
  const text = (key: string): string => optionalText(procedure, lang, key);
  return {
    ...procedureCard(procedure, lang),
    result: text('result'),
    who: text('who'),
    conditions: procedure.list(lang, 'conditions'),
    documents: procedure.list(lang, 'documents'),
    price: text('price'),
    delayText: text('delay'),
    duration: text('duration'),
    law: text('law'),
    laws: procedure.facts.laws ?? [],
    contact: text('contact'),
    channels: procedure.facts.channels,
    authentication: procedure.facts.authentication,
    pages: procedure.startForm.pages.length,
  };
}

/** `2 €`, `1,50 €`, `Gratuit`. */
export function priceText(euro: number, lang: Lang): string {
  return euro === 0 ? texts.text(lang, 'procedure.free') : amountIn(lang).format(euro);
}

function amountIn(lang: Lang): Intl.NumberFormat {
  return new Intl.NumberFormat(locales[lang], {
    style: 'currency',
    currency: 'EUR',
    trailingZeroDisplay: 'stripIfInteger',
  });
}

function feeText({ facts: { fee } }: Procedure, lang: Lang): string | undefined {
  if (!fee) return undefined;
  const amount = amountIn(lang);
  if (fee.to === 0) return texts.text(lang, 'procedure.free');
  const [from, to] = [amount.format(fee.from), amount.format(fee.to)];
  if (fee.from === 0) return texts.text(lang, 'procedure.freeOr', { to });
  return fee.from === fee.to ? to : texts.text(lang, 'procedure.between', { from, to });
}

/** A text that a procedure may leave out. */
export function optionalText(procedure: Procedure, lang: Lang, key: string): string {
  const own = procedure.texts.has(lang, key) || procedure.texts.has('fr', key);
  return own ? procedure.text(lang, key) : '';
}
