import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Config } from '../../config.js';
import type { Caller } from './caller.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Without saying who they are, only programs of this very machine come in, and only when `API_OPEN` says so. */
@Injectable()
export class OpenDoor {
  constructor(private readonly config: Config) {}

  caller(request: Request): Caller | undefined {
    if (!this.config.apiOpen) return undefined;
    // what a proxy brings comes from somewhere else, and so may what a browser sends
    const isBrought = ['x-forwarded-for', 'forwarded', 'origin', 'sec-fetch-site'].some((name) => request.get(name));
    if (isBrought || !LOOPBACK.has(request.socket.remoteAddress ?? '')) return undefined;
    return { role: 'administrator', username: 'anonymous', name: 'A program on this machine', departments: [] };
  }
}
