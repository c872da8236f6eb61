/** The refusals of invitations. Looking at one and accepting it refuse alike. */
import { DomainError } from '../kernel/errors';
import type { InvitationStatus } from './invitation';

const ENDED: Readonly<Record<Exclude<InvitationStatus, 'pending'>, readonly [code: string, message: string]>> = {
  accepted: ['INVITATION_ACCEPTED', 'Invitation has already been accepted'],
  cancelled: ['INVITATION_CANCELLED', 'Invitation has been cancelled'],
  expired: ['INVITATION_EXPIRED', 'Invitation has expired'],
};

/** For the holder of a secret that once was right. */
export function invitationEnded(status: keyof typeof ENDED): DomainError {
  const [code, message] = ENDED[status];
  return new DomainError(code, 'invalid', message);
}

/** Also for secrets that were replaced, and for accounts that nobody can join now. */
export function invitationTokenUnknown(): DomainError {
  return new DomainError('INVITATION_NOT_FOUND', 'not_found', 'Invalid invitation token');
}

export function invitationNotFound(): DomainError {
  return new DomainError('INVITATION_NOT_FOUND', 'not_found', 'Invitation not found');
}

/** For an admin who wants to do something with it that its status does not allow. */
export function invitationIs(status: InvitationStatus, action: string): DomainError {
  return new DomainError('INVITATION_STATUS', 'invalid', `Cannot ${action} invitation with status: ${status}`);
}

export function invitationPending(): DomainError {
  const message = 'A pending invitation already exists for this email';
  return new DomainError('INVITATION_PENDING', 'conflict', message, { field: 'email' });
}

/** For an admin of the account. */
export function invitedUserExists(): DomainError {
  const message = 'User with this email already exists in this account';
  return new DomainError('INVITATION_USER_EXISTS', 'invalid', message, { field: 'email' });
}

/** For the invited person, who joined the account in another way meanwhile. */
export function alreadyJoined(): DomainError {
  const message = 'A user with the invited address already exists in this account';
  return new DomainError('INVITATION_USER_EXISTS', 'conflict', message, { field: 'email' });
}
