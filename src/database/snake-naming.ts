import { DefaultNamingStrategy } from 'typeorm';

/** `processInstanceId` in TypeScript is `process_instance_id` in SQL, so that entities need not say it at every column. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
