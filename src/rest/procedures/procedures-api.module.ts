import { Module } from '@nestjs/common';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { RestModule } from '../rest.module.js';
import { ProceduresController } from './procedures.controller.js';

/** What our own programs ask of procedures: no part of `/v2`, which is as other clients know it. */
@Module({ imports: [ProceduresModule, RestModule], controllers: [ProceduresController] })
export class ProceduresApiModule {}
