import { text, url } from './config-values.js';

/** What the environment may say of e-mails and text messages. */
export const messageVariables = {
  SMTP_URL: {
    about: 'The mail server. Without it e-mails stay in the local mailbox of the desk.',
    example: 'smtp://user:password@localhost:587',
    read: url('smtp:', 'smtps:'),
  },
  MAIL_FROM: {
    about: 'The sender of every e-mail.',
    example: 'Ville de Tournai <ne-pas-repondre@example.org>',
    read: text,
  },
  SMS_URL: {
    about: 'Where text messages are sent: a POST of { to, text, id } as JSON. Without it they are kept here.',
    example: 'https://sms.example.org/send',
    read: url('https:', 'http:'),
  },
  SMS_TOKEN: { about: 'Sent to SMS_URL as bearer token.', example: '', read: text },
} as const;
