import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Public } from '../access/route-rule.js';

/** `live`: the program answers. `ready`: its database does, too. */
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly database: DataSource) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready() {
    try {
      await this.database.query('SELECT 1');
    } catch {
      throw new ServiceUnavailableException({ status: 'unavailable', missing: ['database'] });
    }
    return { status: 'ok' };
  }
}
