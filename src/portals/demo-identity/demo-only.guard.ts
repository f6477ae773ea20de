import { type CanActivate, Injectable, NotFoundException } from '@nestjs/common';
import { Config } from '../../config.js';

/** Where there is a real provider, or real people, the pretend one does not exist. */
@Injectable()
export class DemoOnlyGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (!this.config.demo || this.config.identityIssuer) throw new NotFoundException();
    return true;
  }
}
