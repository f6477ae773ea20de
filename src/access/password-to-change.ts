import { ForbiddenException } from '@nestjs/common';

/** The password is the first one, which somebody else has seen: it must be changed before anything else. */
export class PasswordToChange extends ForbiddenException {
  constructor() {
    super('Change your password first.');
  }
}
