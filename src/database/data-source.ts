import type { DataSourceOptions } from 'typeorm';
import { Connection } from './connection.js';
import { migrations } from './migrations.js';
import { SnakeNaming } from './snake-naming.js';

/** How this program talks to PostgreSQL. Entities are added by `TypeOrmModule.forFeature` of each module. */
export function dataSourceOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    logging: false,
    extra: { Client: Connection, max: 20, application_name: 'beffroi' },
    poolErrorHandler: () => undefined,
  };
}
