import { registerVariables, RegisterSettings } from './config-registers.js';
import { accountNumber, atMost, bic, integer, oneOf, text, url } from './config-values.js';

/** What the environment may say of money; part of `Config`. */
export class PaymentSettings extends RegisterSettings {
  /** Who takes money online: a simulator of our own, Mollie, nobody. */
  readonly payments!: 'simulator' | 'mollie' | 'none';
  readonly mollieApiKey?: string;
  readonly mollieApiUrl!: string;
  /** The town's account, for transfers; without it nobody is offered one. */
  readonly paymentIban?: string;
  readonly paymentBic?: string;
  /** In whose name it is, at most 70 characters. */
  readonly paymentHolder!: string;
  /** Key of the department that looks after money. */
  readonly paymentDepartment!: string;
  /** In euro: above it two people approve a refund. */
  readonly refundFourEyes!: number;
}

export const paymentVariables = {
  PAYMENTS: {
    about: 'Who takes money online: mollie, simulator (moves no money, never for real use) or none.',
    example: 'mollie',
    read: oneOf('simulator', 'mollie', 'none'),
  },
  MOLLIE_API_KEY: { about: 'The key of the town’s profile at Mollie.', example: '', read: text },
  MOLLIE_API_URL: {
    about: 'Where Mollie’s API is, version 2.',
    example: 'https://api.mollie.com/v2',
    read: url('https:', 'http:'),
  },
  PAYMENT_IBAN: {
    about: 'The town’s account, to which fees can be transferred. Without it only online and at the counter.',
    example: 'BE68539007547034',
    read: accountNumber,
  },
  PAYMENT_BIC: { about: 'The bank of that account.', example: 'GKCCBEBB', read: bic },
  PAYMENT_HOLDER: {
    about: 'In whose name that account is, at most 70 characters.',
    example: 'Ville de Tournai',
    read: atMost(70),
  },
  PAYMENT_DEPARTMENT: {
    about: 'Key of the department that imports account statements, settles problems and approves refunds.',
    example: 'finances',
    read: text,
  },
  REFUND_FOUR_EYES: {
    about: 'In whole euro: a refund above it is approved by two people, however it was asked for.',
    example: '50',
    read: integer(0, 1_000_000),
  },
  ...registerVariables,
} as const;

/** Nobody pays the account of a demonstration: its number is the one that documentation uses. */
export function defaultsOf(demo: boolean) {
  const always = {
    mollieApiUrl: 'https://api.mollie.com/v2',
    paymentDepartment: 'finances',
    refundFourEyes: 50,
    demoCases: 0,
  };
  const [paymentIban, paymentHolder] = ['BE68539007547034', 'Ville de Tournai - SPECIMEN'];
  return demo
    ? { ...always, signatures: 'test', payments: 'simulator', registers: 'simulator', paymentIban, paymentHolder }
    : { ...always, signatures: 'none', payments: 'none', registers: 'none', paymentHolder: 'Administration communale' };
}
