import { type DynamicModule, Global, Module } from '@nestjs/common';
import { BackgroundModule } from './background.module.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { DatabaseModule } from './database/database.module.js';
import { DatabaseServer } from './database/server.js';
import { DemoModule } from './demo/demo.module.js';
import { HealthModule } from './health/health.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { PreviewModule } from './portals/preview/preview.module.js';
import { WebModule } from './web.module.js';
import { WorkflowModule } from './workflow/workflow.module.js';

/** What a program was started with: everything else is injected from here. */
export interface Start {
  readonly config: Config;
  readonly server: DatabaseServer;
  readonly clock: Clock;
}

/** The three things every module may inject without importing anything. */
@Global()
@Module({})
export class StartModule {
  static of({ config, server, clock }: Start): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      { provide: DatabaseServer, useValue: server },
      { provide: Clock, useValue: clock },
    ];
    return { module: StartModule, providers, exports: providers };
  }
}

/** The whole program: the web half, the background half, or both, as `ROLE` says. */
@Module({})
export class ProgramModule {
  static of(start: Start): DynamicModule {
    const { role, previewOf } = start.config;
    return {
      module: ProgramModule,
      imports: [
        StartModule.of(start),
        DatabaseModule,
        OutboxModule,
        HealthModule,
        WorkflowModule,
        ...(role === 'background' ? [] : [WebModule]),
        ...(role === 'web' ? [] : [BackgroundModule]),
        ...(role === 'all' ? [DemoModule] : []),
        ...(previewOf === undefined ? [] : [PreviewModule]),
      ],
    };
  }
}
