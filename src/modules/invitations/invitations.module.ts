import { Module } from '@nestjs/common';
import { Clock } from '#domain/kernel/clock';
import { AuthHooks } from '#application/kernel/hooks/auth-hooks';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { SessionIssuer } from '#application/kernel/sign-in/session-issuer';
import { AcceptInvitation } from '#application/invitations/accept-invitation';
import { AdmitInvited } from '#application/invitations/admit-invited';
import { CreateInvitation } from '#application/invitations/create-invitation';
import { FindOpenInvitation } from '#application/invitations/find-open-invitation';
import { InvitationSender } from '#application/invitations/invitation-sender';
import { Invitations } from '#application/invitations/invitations';
import { Accounts } from '#application/ports/accounts';
import { GroupStore } from '#application/ports/group-store';
import { InvitationStore } from '#application/ports/invitation-store';
import { MailQueue } from '#application/ports/mail-queue';
import { PasswordHasher } from '#application/ports/password-hasher';
import { RoleStore } from '#application/ports/role-store';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
import { provide } from '#server/common/provide';
import { InvitationPageController } from './invitation-page.controller';
import { InvitationsController } from './invitations.controller';

@Module({
  controllers: [InvitationsController, InvitationPageController],
  providers: [
    provide(InvitationSender, [MailQueue]),
    provide(CreateInvitation, [InvitationStore, Accounts, RoleStore, GroupStore, InvitationSender, Units]),
    provide(Invitations, [InvitationStore, Accounts, InvitationSender, Units, Clock]),
    provide(FindOpenInvitation, [InvitationStore, Clock]),
    provide(AdmitInvited, [InvitationStore, Users, GroupStore, SessionIssuer]),
    provide(AcceptInvitation, [
      FindOpenInvitation,
      AdmitInvited,
      Users,
      PasswordHasher,
      Units,
      SessionIssuer,
      Authenticator,
      AuthHooks,
    ]),
  ],
})
export class InvitationsModule {}
