import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { DossiersModule } from '../dossiers/dossiers.module.js';
import { HistoryModule } from '../history/history.module.js';
import { ProceduresModule } from '../procedures/procedures.module.js';
import { ConsultationsService } from './consultations.service.js';
import { HttpRegister } from './http-register.js';
import { PrefillService } from './prefill.service.js';
import { NoRegister, Register } from './register.js';
import { SimulatedRegister } from './simulated-register.js';
import { WhoAsks } from './who-asks.js';

/** The authentic sources: who is asked, for what, and that it is written down. */
@Module({
  imports: [AccountsModule, DossiersModule, HistoryModule, ProceduresModule],
  providers: [
    ConsultationsService,
    PrefillService,
    WhoAsks,
    {
      provide: Register,
      inject: [Config, Clock],
      useFactory: (
        { registers, registersUrl: url = '', registersToken: token = '' }: Config,
        clock: Clock,
      ): Register => {
        if (registers === 'remote') return new HttpRegister({ url, token });
        return registers === 'simulator' ? new SimulatedRegister(clock) : new NoRegister();
      },
    },
  ],
  exports: [ConsultationsService, PrefillService],
})
export class RegistersModule {}
