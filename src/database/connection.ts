import pg from 'pg';

/**
 * A connection whose end is not the end of the program. Node ends a program when nobody listens to an error, and between
 * standing and being handed out by a pool nobody does. Who uses the connection learns of its end from the next query.
 */
export class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
