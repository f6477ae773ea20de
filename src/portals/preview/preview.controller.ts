import { Body, Controller, Get, Header, HttpStatus, Post, Redirect } from '@nestjs/common';
import { Public } from '../../access/route-rule.js';
import { localPath } from '../public/home.controller.js';
import { PreviewService } from './preview.service.js';
import { TimeMachine } from './time-machine.js';

const DEEDS = ['next', 'day', 'back', 'real'] as const;

/** What the bar of a preview asks: whether something has changed, and another time. */
@Public()
@Controller('apercu')
export class PreviewController {
  constructor(
    private readonly preview: PreviewService,
    private readonly machine: TimeMachine,
  ) {}

  @Get('etat')
  @Header('Cache-Control', 'no-store')
  state() {
    return { revision: this.preview.revision };
  }

  @Post('horloge')
  @Redirect()
  async move(@Body() { acte, retour }: { acte?: unknown; retour?: unknown }) {
    const deed = DEEDS.find((one) => one === acte);
    if (deed) await this.machine[deed]();
    return { url: localPath(typeof retour === 'string' ? retour : undefined), statusCode: HttpStatus.SEE_OTHER };
  }
}
