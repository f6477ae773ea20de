import { type CanActivate, Injectable, NotFoundException } from '@nestjs/common';
import { Config } from '../../config.js';

/** Where there is a real provider, or none, the pretend one does not exist. */
@Injectable()
export class SignatureSimulatorGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (this.config.signatures !== 'simulator') throw new NotFoundException();
    return true;
  }
}
