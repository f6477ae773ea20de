import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { NotificationsService } from '../../notifications/notifications.service.js';

/** How many things a citizen who signed in has not seen: in the navigation of every page (`navigation.njk`). */
@Injectable()
export class UnreadNews implements NestInterceptor {
  constructor(private readonly notifications: NotificationsService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const { visitor, method } = http.getRequest<Request>();
    if (method === 'GET' && visitor?.account?.role === 'citizen')
      http.getResponse<Response>().locals['news'] = await this.notifications.unread(visitor.account.id);
    return next.handle();
  }
}
