import { schemas } from '../procedures/schemas.js';
import { type Command, UsageError } from './command.js';

/** Prints the JSON Schema of a file of a procedure: editors complete and check with it. */
export const schema: Command = {
  options: {},
  execute({ positionals }, terminal) {
    const [name = '', ...others] = positionals;
    const found = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!found || others.length > 0) throw new UsageError(`Expected one of ${Object.keys(schemas).join(', ')}.`);
    terminal.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return Promise.resolve(0);
  },
};
