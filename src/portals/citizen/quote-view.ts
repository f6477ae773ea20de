import type { Lang } from '../../forms/lang.js';
import type { Quote } from '../../procedures/fee.js';
import type { Procedure } from '../../procedures/procedure.js';
import { locales } from '../../procedures/texts.js';
import { priceText } from '../public/procedure-view.js';

/** A price as the applicant sees it before sending anything. */
export interface QuoteView {
  readonly euro: number;
  readonly total: string;
  readonly lines: readonly { text: string; unit: string; quantity: string; amount: string; several: boolean }[];
  /** Which rule of the tariff counts, in words. */
  readonly reasons: readonly string[];
}

export function quoteView({ euro, lines, reasons }: Quote, procedure: Procedure, lang: Lang): QuoteView {
  const count = new Intl.NumberFormat(locales[lang]);
  return {
    euro,
    total: priceText(euro, lang),
    lines: lines.map((line) => ({
      text: procedure.text(lang, `fee.${line.id}`),
      unit: priceText(line.unit, lang),
      quantity: count.format(line.quantity),
      amount: priceText(line.euro, lang),
      several: line.quantity !== 1,
    })),
    reasons: reasons.map(({ name, value }) => procedure.text(lang, `decisions.${name}.${value}`)),
  };
}
