import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { BasketEntry } from './basket-entry.entity.js';
import { BasketService } from './basket.service.js';

/** Requests that are sent together. */
@Module({
  imports: [DossiersModule, TypeOrmModule.forFeature([BasketEntry])],
  providers: [BasketService],
  exports: [BasketService],
})
export class BasketModule {}
