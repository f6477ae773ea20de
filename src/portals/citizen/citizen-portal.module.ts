import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccessModule } from '../../access/access.module.js';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { BasketModule } from '../../basket/basket.module.js';
import { DocumentsModule } from '../../documents/documents.module.js';
import { DossiersModule } from '../../dossiers/dossiers.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { MailModule } from '../../mail/mail.module.js';
import { NotificationsModule } from '../../notifications/notifications.module.js';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { PaymentsModule } from '../../payments/payments.module.js';
import { PersonalDataModule } from '../../personal-data/personal-data.module.js';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { RegistersModule } from '../../registers/registers.module.js';
import { VaultModule } from '../../vault/vault.module.js';
import { AccountController } from './account.controller.js';
import { AnswerController } from './answer.controller.js';
import { ApplicantChoices } from './applicant-choices.js';
import { BasketController } from './basket.controller.js';
import { BasketSendingController } from './basket-sending.controller.js';
import { BasketView } from './basket-view.js';
import { ConfirmationController } from './confirmation.controller.js';
import { DashboardController } from './dashboard.controller.js';
import { DossierActionsController } from './dossier-actions.controller.js';
import { DossierContentsService } from './dossier-contents.js';
import { DossierController } from './dossier.controller.js';
import { FillingService } from './filling.service.js';
import { DraftsController } from './drafts.controller.js';
import { FollowedDossier } from './followed-dossier.js';
import { FormPagesController } from './form-pages.controller.js';
import { IdentityAddressController } from './identity-address.controller.js';
import { IdentityController } from './identity.controller.js';
import { KnownOfVisitor } from './known-of-visitor.js';
import { LaterController } from './later.controller.js';
import { NewsController } from './news.controller.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnPaymentsController } from './own-payments.controller.js';
import { PaidTogetherController } from './paid-together.controller.js';
import { PaymentNoticeController } from './payment-notice.controller.js';
import { PaymentView } from './payment-view.js';
import { PaymentController } from './payment.controller.js';
import { PasswordController } from './password.controller.js';
import { ForgottenPasswordController, RegistrationController } from './own-address.controller.js';
import { ErasedController, ErasureController } from './erasure.controller.js';
import { OwnPerson } from './own-person.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PreferencesController } from './preferences.controller.js';
import { ReadsController } from './reads.controller.js';
import { Sending } from './sending.js';
import { RequestCopyController } from './request-copy.controller.js';
import { SubmissionController } from './submission.controller.js';
import { TrackingController } from './tracking.controller.js';
import { TrialBanner } from './trial-banner.js';
import { TrialController } from './trial.controller.js';
import { UnreadNews } from './unread-news.js';
import { VaultController } from './vault.controller.js';
import { VisitorDossiers } from './visitor-dossiers.js';

/** What a citizen does: ask, follow, answer, receive. */
@Module({
  imports: [
    AccessModule,
    AccountsModule,
    BasketModule,
    IdentityModule,
    DocumentsModule,
    DossiersModule,
    MailModule,
    NotificationsModule,
    OutboxModule,
    PaymentsModule,
    PersonalDataModule,
    ProceduresModule,
    RegistersModule,
    VaultModule,
  ],
  // `demandes/:draftId/verifier`, `/confirmation`, `/code` and `/panier` before `demandes/:draftId/:page`
  controllers: [
    TrialController,
    SubmissionController,
    ConfirmationController,
    DraftsController,
    LaterController,
    BasketController,
    BasketSendingController,
    FormPagesController,
    AnswerController,
    DossierController,
    RequestCopyController,
    DossierActionsController,
    ReadsController,
    TrackingController,
    AccountController,
    PasswordController,
    RegistrationController,
    IdentityAddressController,
    IdentityController,
    OwnAccountController,
    OwnPaymentsController,
    NewsController,
    PreferencesController,
    VaultController,
    PersonalDataController,
    ErasureController,
    ErasedController,
    ForgottenPasswordController,
    DashboardController,
    PaymentNoticeController,
    PaymentController,
    PaidTogetherController,
  ],
  providers: [
    ApplicantChoices,
    BasketView,
    DossierContentsService,
    FillingService,
    FollowedDossier,
    KnownOfVisitor,
    PaymentView,
    OwnPerson,
    Sending,
    VisitorDossiers,
    { provide: APP_INTERCEPTOR, useClass: TrialBanner },
    { provide: APP_INTERCEPTOR, useClass: UnreadNews },
  ],
})
export class CitizenPortalModule {}
