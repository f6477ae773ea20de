import { isDeepStrictEqual } from 'node:util';
import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Render,
} from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { ParametersService } from '../../procedures/parameters.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { optionalText } from '../public/procedure-view.js';
import { PageLang } from '../views/page-lang.js';

/** What a town may set in its procedures without touching their models. New dossiers take the new values. */
@Roles('administrator')
@Controller('bureau/parametres')
export class ParametersController {
  constructor(
    private readonly procedures: ProcedureCatalogue,
    private readonly parameters: ParametersService,
  ) {}

  @Get()
  @Render('desk/parameters.njk')
  async show(@Query() address: { fait?: string; faux?: string }, @PageLang() lang: Lang) {
    const label = (key: string, name: string): string => {
      const procedure = this.procedures.named(key);
      return (procedure && optionalText(procedure, lang, `parameters.${name}`)) || name;
    };
    const procedures = await Promise.all(
      this.procedures.all().map(async (procedure) => {
        const values = await this.parameters.of(procedure);
        const entries = Object.entries(procedure.facts.parameters ?? {});
        return {
          key: procedure.key,
          title: procedure.title(lang),
          parameters: entries.map(([name, { type, value }]) => ({
            name,
            type,
            label: label(procedure.key, name),
            value: values[name],
            original: value,
            changed: !isDeepStrictEqual(values[name], value),
          })),
        };
      }),
    );
    const changes = await this.parameters.changes();
    return {
      procedures: procedures.filter(({ parameters }) => parameters.length > 0),
      changes: changes.map((one) => ({
        ...one,
        label: label(one.procedureKey, one.name),
        procedure: this.procedures.named(one.procedureKey)?.title(lang) ?? one.procedureKey,
      })),
      done: address.fait !== undefined,
      wrong: address.faux,
    };
  }

  @Post(':procedure/:name')
  @Redirect()
  async change(
    @Param('procedure') key: string,
    @Param('name') name: string,
    @Body('valeur') typed: unknown,
    @CurrentUser() account: CurrentAccount,
  ) {
    const procedure = this.procedures.get(key);
    if (!procedure || !(name in procedure.parameters)) throw new NotFoundException();
    const text = typeof typed === 'string' ? typed : '';
    const accepted = await this.parameters.change(procedure, name, text, account.id);
    const told = accepted ? 'fait=1' : `faux=${key}.${name}`;
    return { url: `/bureau/parametres?${told}`, statusCode: HttpStatus.SEE_OTHER };
  }
}
