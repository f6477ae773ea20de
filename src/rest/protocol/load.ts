import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';

declare module 'express' {
  interface Request {
    /** The request only waits from now on: it is no load. */
    isWaiting?: () => void;
  }
}

/**
 * Takes on so many requests at a time and refuses what is more, at once: clients then slow down by themselves, while a
 * queue that only grows would answer everybody too late. Requests that wait for something to happen do not count.
 */
export function limitLoad(most: number) {
  let working = 0;
  return (request: Request, response: Response, next: NextFunction): void => {
    if (working >= most) {
      response.setHeader('Retry-After', '1');
      const problem = new Problem(
        'RESOURCE_EXHAUSTED',
        `${most} requests are worked on already. Try again in a moment.`,
      );
      sendProblem(problem, request, response);
      return;
    }
    working++;
    let counted = true;
    const leave = (): void => {
      if (counted) working--;
      counted = false;
    };
    request.isWaiting = leave;
    response.once('close', leave);
    next();
  };
}
