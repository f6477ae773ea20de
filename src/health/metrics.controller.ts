import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Headers, Ip, NotFoundException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Programs } from '../access/route-rule.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { expose, type Metric } from './exposition.js';
import { ownFigures, shared } from './figures.js';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Figures for Prometheus. They name processes and job types, never people or dossiers. */
@Programs()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4')
  async metrics(
    @Ip() address: string,
    @Headers('authorization') authorization?: string,
    @Headers('x-forwarded-for') forwarded?: string,
  ): Promise<string> {
    if (!this.mayAsk(forwarded === undefined ? address : forwarded, authorization)) throw new NotFoundException();
    const now = this.clock.now();
    const figures = await Promise.all(shared.map((figure) => this.measure(figure, now)));
    return expose([...figures, ...ownFigures()]);
  }

  /** With a token whoever has it; without one, programs on this machine that come by no proxy. */
  private mayAsk(address: string, authorization = ''): boolean {
    const { metricsToken } = this.config;
    if (metricsToken === undefined) return LOOPBACK.includes(address);
    const [asked, wanted] = [authorization, `Bearer ${metricsToken}`].map((text) => Buffer.from(text));
    return asked!.length === wanted!.length && timingSafeEqual(asked!, wanted!);
  }

  private async measure({ label, sql, ...metric }: (typeof shared)[number], now: Date): Promise<Metric> {
    const rows = await this.database.query<{ label?: string; value: string }[]>(sql, sql.includes('$1') ? [now] : []);
    const samples = rows.map((row) => ({
      value: Number(row.value),
      ...(label && { labels: { [label]: row.label ?? '' } }),
    }));
    return { ...metric, samples };
  }
}
