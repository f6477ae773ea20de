import { Body, Controller, Get, HttpStatus, Post, Query, Redirect, Render, UseGuards } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { ANSWERS, CscSimulator, SIMULATOR, SIMULATOR_PIN } from '../../signatures/csc-simulator.js';
import { SignatureSimulatorGuard } from './signature-simulator.guard.js';

/** The page on which the pretend provider asks a person, as its application on their phone would. */
@Roles('agent')
@UseGuards(SignatureSimulatorGuard)
@Controller(SIMULATOR.slice(1))
export class DemoSignatureController {
  constructor(private readonly simulator: CscSimulator) {}

  @Get()
  @Render('desk/demo-signature.njk')
  show(@CurrentUser() { email }: CurrentAccount, @Query('faux') wrong: string | undefined) {
    return { address: SIMULATOR, waiting: this.simulator.waitingFor(email), pin: SIMULATOR_PIN, wrong };
  }

  @Post()
  @Redirect()
  answer(
    @CurrentUser() { email }: CurrentAccount,
    @Body() { handle, pin, code, reponse }: Readonly<Record<'handle' | 'pin' | 'code' | 'reponse', unknown>>,
  ) {
    const answer = ANSWERS.find((one) => one === reponse);
    const given = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
    const told = { pin: given(pin), code: given(code) };
    const right = !answer || this.simulator.answer(email, given(handle), { answer, ...told });
    return { url: right ? SIMULATOR : `${SIMULATOR}?faux=1`, statusCode: HttpStatus.SEE_OTHER };
  }
}
