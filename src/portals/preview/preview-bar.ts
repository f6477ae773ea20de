import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { PreviewService } from './preview.service.js';
import { TimeMachine } from './time-machine.js';

const HERE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Gives every page the bar of the preview; while the folder has errors, every page is the list of them. */
@Injectable()
export class PreviewBar {
  constructor(
    private readonly preview: PreviewService,
    private readonly machine: TimeMachine,
  ) {}

  readonly use = (request: Request, response: Response, next: NextFunction): void => {
    // another name that leads here is somebody else's page, which may not look in
    if (!HERE.test(request.get('host') ?? '')) {
      response.status(403).type('text/plain').send('A preview is seen on this machine alone.');
      return;
    }
    void this.add(request, response).then((isDone) => (isDone ? undefined : next()), next);
  };

  private async add(request: Request, response: Response): Promise<boolean> {
    if (/^\/(apercu|assets)\//.test(request.path)) return false;
    const { revision, errors } = this.preview;
    const { now, isMoved, happened } = this.machine;
    const due = await this.machine.due();
    response.locals['preview'] = { revision, now, isMoved, due, happened };
    if (errors.length === 0 || request.method !== 'GET' || !request.accepts('html')) return false;
    response.status(422).render('preview/broken.njk', { errors });
    return true;
  }
}
