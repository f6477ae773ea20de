import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions } from './data-source.js';
import { Keys } from './keys.js';
import { DatabaseServer } from './server.js';

/** The connection pool every module shares. The server is running and migrated before Nest starts (see program.ts). */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [DatabaseServer],
      useFactory: (server: DatabaseServer) => ({
        ...dataSourceOptions(server.url),
        migrations: [],
        autoLoadEntities: true,
        retryAttempts: 0,
      }),
    }),
  ],
  providers: [Keys],
  exports: [Keys],
})
export class DatabaseModule {}
