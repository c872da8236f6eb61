import type { OpenInvitation } from '#application/invitations/find-open-invitation';
import type { ShownInvitation } from '#domain/invitations/invitation';
import type { InvitationDto, OpenInvitationDto } from './invitation.dto';

const UNKNOWN_INVITER = 'Team Member';

/** With `token`: the one time that it is shown. */
export function presentInvitation(invitation: ShownInvitation, token: string | null = null): InvitationDto {
  return {
    id: invitation.id,
    account_id: invitation.accountId,
    account_code: invitation.accountCode,
    email: invitation.email,
    role_id: String(invitation.roleId),
    role: invitation.role,
    groups: invitation.groupIds,
    status: invitation.status,
    invited_by: invitation.invitedBy,
    invited_by_email: invitation.invitedByEmail,
    expires_at: invitation.expiresAt,
    accepted_at: invitation.acceptedAt,
    email_sent: invitation.emailSentAt !== null,
    email_sent_at: invitation.emailSentAt,
    created_at: invitation.createdAt,
    updated_at: invitation.updatedAt,
    token,
  };
}

/** What the invited person sees before accepting. */
export function presentOpenInvitation({ invitation, account }: OpenInvitation): OpenInvitationDto {
  return {
    email: invitation.email,
    account_name: account.name,
    invited_by_name: invitation.invitedByEmail ?? UNKNOWN_INVITER,
    expires_at: invitation.expiresAt,
    is_valid: true,
  };
}
