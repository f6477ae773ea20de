import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Connection } from '../database/connection.js';
import { DatabaseServer } from '../database/server.js';
import { CHANNEL } from '../outbox/outbox.js';

const AGAIN_MILLISECONDS = 1_000;

/**
 * Rings when any program has committed something that concerns others: a job, the end of an instance. Whoever waits for such
 * a thing looks again when it rings, so that waiting costs nothing. One connection per program, and none until somebody waits.
 */
@Injectable()
export class CommitBell implements OnApplicationShutdown {
  private readonly listeners = new Set<() => void>();
  private connection?: Promise<Connection | undefined>;
  private stopped = false;

  constructor(private readonly server: DatabaseServer) {}

  /** Resolves once the bell is heard: what was committed before that has to be looked for. */
  async listen(listener: () => void): Promise<void> {
    this.listeners.add(listener);
    this.connection ??= this.connect();
    await this.connection;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await (await this.connection)?.end().catch(() => undefined);
  }

  private ring(): void {
    for (const listener of this.listeners) listener();
  }

  private async connect(): Promise<Connection | undefined> {
    const connection = new Connection({ connectionString: this.server.url, application_name: 'beffroi-bell' });
    connection.on('notification', () => this.ring());
    connection.on('error', () => void connection.end().catch(() => undefined));
    try {
      await connection.connect();
      await connection.query(`LISTEN ${CHANNEL}`);
      connection.once('end', () => this.connectLater());
      return connection;
    } catch {
      this.connectLater();
      return undefined;
    }
  }

  /** What happened meanwhile was not heard: ring once it is heard again. */
  private connectLater(): void {
    if (this.stopped) return;
    setTimeout(() => {
      if (this.stopped) return;
      this.connection = this.connect();
      void this.connection.then(() => this.ring());
    }, AGAIN_MILLISECONDS).unref();
  }
}
