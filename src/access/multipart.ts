import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import { checkCsrf, MULTIPART } from './csrf.guard.js';

/** The largest file that anybody may send. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

@Injectable()
class CsrfAfterParsing implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.is('multipart/form-data')) checkCsrf(request);
    return next.handle();
  }
}

/** A route whose form has files: they arrive as `@UploadedFiles()`, in memory, and the token is checked once the body is read. */
export const Multipart = (maxFiles = 5) =>
  applyDecorators(
    SetMetadata(MULTIPART, true),
    UseInterceptors(
      AnyFilesInterceptor({ limits: { fileSize: MAX_FILE_BYTES, files: maxFiles, fields: 200, fieldSize: 64 * 1024 } }),
      CsrfAfterParsing,
    ),
  );
