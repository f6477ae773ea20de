import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Config } from './config.js';
import type { Log } from './log.js';
import { setUpViews } from './portals/views/nunjucks.js';
import { requestLog } from './request-log.js';
import { setUpRest } from './rest/set-up-rest.js';

/** What holds for every answer: proxies believed, security headers (no script or style inside a page), and the pages. */
export function setUpWeb(app: NestExpressApplication, config: Config, log: Log): void {
  app.set('trust proxy', config.trustProxy);
  app.disable('x-powered-by');
  app.use(requestLog(log));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          baseUri: ["'none'"],
          // browsers ask this also where a form is sent on to
          formAction: [
            "'self'",
            ...(config.identityIssuer ? [new URL(config.identityIssuer).origin] : []),
            ...(config.payments === 'mollie' ? ['https://*.mollie.com'] : []),
          ],
          frameAncestors: ["'none'"],
          imgSrc: ["'self'", 'data:'],
          objectSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
        },
      },
      // only a portal that is reached by https may insist on https
      strictTransportSecurity: config.publicUrl.startsWith('https:'),
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  setUpRest(app);
  setUpViews(app, config);
}
