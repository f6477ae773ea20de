import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { DataSource } from 'typeorm';

const THANKS = 'merci';

/** Whose page it is, by its address: `$1` is what the address names. */
const PLACES: readonly { readonly path: RegExp; readonly version: string }[] = [
  { path: /^\/essai\/([\w-]{32})/, version: 'SELECT id FROM procedure_version WHERE test_token = $1' },
  {
    path: /^\/demandes\/(\d{1,18})(?:\/|$)/,
    version: 'SELECT procedure_version_id AS id FROM draft WHERE id = $1::bigint AND test',
  },
  {
    path: /\/dossiers\/(TEST-\d{4}-\d+)/,
    version: 'SELECT procedure_version_id AS id FROM dossier WHERE reference = $1',
  },
  {
    path: /^\/bureau\/taches\/(\d{1,18})(?:\/|$)/,
    version: `SELECT dossier.procedure_version_id AS id FROM user_task task
      JOIN process_instance instance ON instance.id = task.process_instance_id
      JOIN dossier ON dossier.process_instance_key = instance.root_id WHERE task.id = $1::bigint AND dossier.test`,
  },
];

/** Marks every page about a test, whatever the page is; pages show it by `layout.njk`. */
@Injectable()
export class TrialBanner implements NestInterceptor {
  constructor(private readonly database: DataSource) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    for (const { path, version } of PLACES) {
      const [, named] = path.exec(request.path) ?? [];
      if (named === undefined) continue;
      const [row] = await this.database.query<{ token: string | null }[]>(
        `SELECT test_token AS token FROM procedure_version WHERE id = (${version})`,
        [named],
      );
      const thanks = request.query['remarque'] === THANKS;
      const { locals } = context.switchToHttp().getResponse<Response>();
      if (row) locals['trial'] = { token: row.token, page: request.path, thanks };
    }
    return next.handle();
  }
}
