import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { VaultDocument } from './vault-document.entity.js';
import { VaultUses } from './vault-uses.service.js';
import { VaultService } from './vault.service.js';

/** Documents that people keep, to give them again. */
@Module({
  imports: [DossiersModule, TypeOrmModule.forFeature([VaultDocument])],
  providers: [VaultService, VaultUses],
  exports: [VaultService, VaultUses],
})
export class VaultModule {}
