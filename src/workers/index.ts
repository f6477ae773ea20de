import type { Type } from '@nestjs/common';
import { AskOpinionWorker } from './ask-opinion.worker.js';
import { CallWebhookWorker } from './call-webhook.worker.js';
import { CancelPaymentWorker } from './cancel-payment.worker.js';
import { ClosePaymentWorker } from './close-payment.worker.js';
import { ConsultRegisterWorker } from './consult-register.worker.js';
import { CreatePaymentWorker } from './create-payment.worker.js';
import { DigitiseActWorker } from './digitise-act.worker.js';
import { EvaluateWorker } from './evaluate.worker.js';
import { GenerateDocumentWorker } from './generate-document.worker.js';
import { InviteCosignerWorker } from './invite-cosigner.worker.js';
import { IssueFromRegisterWorker } from './issue-from-register.worker.js';
import { PublishMessageWorker } from './publish-message.worker.js';
import { RecordOpinionWorker } from './record-opinion.worker.js';
import { RemindCosignerWorker } from './remind-cosigner.worker.js';
import { RemindOpinionWorker } from './remind-opinion.worker.js';
import { SendEmailWorker } from './send-email.worker.js';
import { SetStatusWorker } from './set-status.worker.js';
import { SignDocumentWorker } from './sign-document.worker.js';
import { SubstituteSignatoryWorker } from './substitute-signatory.worker.js';
import { TransferRefundWorker } from './transfer-refund.worker.js';
import type { Worker } from './worker.js';

/** Job type -> worker. */
export const workers: Readonly<Record<string, Type<Worker>>> = {
  'ask-opinion': AskOpinionWorker,
  'call-webhook': CallWebhookWorker,
  'cancel-payment': CancelPaymentWorker,
  'close-payment': ClosePaymentWorker,
  'consult-register': ConsultRegisterWorker,
  'create-payment': CreatePaymentWorker,
  'digitise-act': DigitiseActWorker,
  evaluate: EvaluateWorker,
  'generate-document': GenerateDocumentWorker,
  'invite-cosigner': InviteCosignerWorker,
  'issue-from-register': IssueFromRegisterWorker,
  'publish-message': PublishMessageWorker,
  'record-opinion': RecordOpinionWorker,
  'remind-cosigner': RemindCosignerWorker,
  'remind-opinion': RemindOpinionWorker,
  'send-email': SendEmailWorker,
  'set-status': SetStatusWorker,
  'sign-document': SignDocumentWorker,
  'substitute-signatory': SubstituteSignatoryWorker,
  'transfer-refund': TransferRefundWorker,
};
