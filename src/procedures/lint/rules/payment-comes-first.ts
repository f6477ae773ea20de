import { type Element, jobType, property } from '../element.js';
import type { Rule } from '../rule.js';

export const paymentComesFirst: Rule = {
  asks: 'Where something is paid, nothing is delivered before, and a refund can follow.',
  check(drawn, warn) {
    const payments = drawn.nodes.filter(drawn.does('payment'));
    if (payments.length === 0) return;
    const before = drawn.reachable(drawn.starts, drawn.does('payment'));
    for (const node of drawn.nodes.filter((each) => delivers(each) && before.has(each)))
      warn(
        'delivery-before-payment',
        'Expected the payment before this delivery, but a way leads here without it.',
        node,
      );
    for (const payment of payments)
      if (![...drawn.reachable([payment])].some(drawn.does('refund')))
        warn(
          'payment-without-refund',
          'Expected a way from the payment to a refund (property commune:step with refund), but there is none.',
          payment,
        );
  },
};

/** What cannot be taken back. */
function delivers(node: Element): boolean {
  return jobType(node) === 'generate-document' || property(node, 'commune:publicStatus') === 'delivree';
}
