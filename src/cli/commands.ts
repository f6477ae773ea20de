import type { Command } from './command.js';

interface Entry {
  readonly usage: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** THE TABLE of commands. A command is loaded when it is called: `beffroi --help` reads nothing else. */
export const commands: { readonly [name: string]: Entry } = {
  check: {
    usage: 'check <folder|file.bpmn|file.dmn>... [--interchange] [--json | --sarif]',
    summary: 'says what is wrong in procedures, models and decisions',
    load: async () => (await import('./check.js')).check,
  },
  run: {
    usage:
      'run <file.bpmn>... [--variables JSON] [--script steps.json] [--process id] [--json]  |  run --interactive <file.bpmn>  |  run --batch',
    summary: 'plays a case in memory, with a clock of its own',
    load: async () => (await import('./run.js')).run,
  },
  paths: {
    usage: 'paths <file.bpmn> [--process id] [--json]',
    summary: 'lists the paths through a model',
    load: async () => (await import('./paths.js')).paths,
  },
  test: {
    usage: 'test <folder>... [--suggest] [--report page.html] [--json]',
    summary: 'plays the scenarios of procedures and says what they cover',
    load: async () => (await import('./test.js')).test,
  },
  diff: {
    usage: 'diff <old> <new> [--report page.html] [--json]',
    summary: 'says in what two versions of a procedure or model differ',
    load: async () => (await import('./diff.js')).diff,
  },
  migrate: {
    usage: 'migrate <old> <new> --dry-run [--map old=new,...] [--json]  |  migrate <new> --dry-run --at <url>',
    summary: 'says which elements, or which running cases of a service, have no counterpart in a new version',
    load: async () => (await import('./migrate.js')).migrate,
  },
  preview: {
    usage: 'preview <folder> [--port number]',
    summary: 'shows the pages of a procedure while its files are changed, with a clock that can be moved',
    load: async () => (await import('./preview.js')).preview,
  },
  deploy: {
    usage:
      'deploy <folder>... --to <url> --reason <text> [--state draft|test|published] [--from date] [--json]  |  deploy <file>... --to <url> [--json]',
    summary: 'brings procedures, or models, decisions and forms, into a running service',
    load: async () => (await import('./deploy.js')).deploy,
  },
  new: {
    usage:
      'new <key> [--in folder] [--from procedure|block] [--title text] [--department key] [--category key] [--authentication level] [--days number]',
    summary: 'begins the folder of a procedure; asks in a terminal for what the options do not say',
    load: async () => (await import('./new.js')).create,
  },
  schema: {
    usage: 'schema <block|procedure|scenario|settings|texts>',
    summary: 'prints the JSON Schema of a file of a procedure',
    load: async () => (await import('./schema.js')).schema,
  },
  verify: {
    usage: 'verify <file.pdf>... [--root certificate] [--json]  |  verify --copy <text> --keys <keys.json> [--json]',
    summary: 'says who signed a file and whether it was changed, or what the code of a printed copy is worth',
    load: async () => (await import('./verify.js')).verify,
  },
  export: {
    usage: 'export --xstate <file.bpmn> [--process id] [--scope id]',
    summary: 'prints a model as XState machines',
    load: async () => (await import('./export.js')).exportModel,
  },
};
