/** An instruction cannot be carried out: becomes an incident, and is tried again when that is resolved. */
export class Trouble {
  constructor(
    /** One of the incident codes of docs/errors.md. */
    readonly code: string,
    readonly message: string,
    readonly wait?: string,
  ) {}
}
