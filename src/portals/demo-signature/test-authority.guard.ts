import { type CanActivate, Injectable, NotFoundException } from '@nestjs/common';
import { Config } from '../../config.js';

/** Where certificates are those of the test authority. */
@Injectable()
export class TestAuthorityGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (this.config.signatures !== 'test' && this.config.signatures !== 'simulator') throw new NotFoundException();
    return true;
  }
}
