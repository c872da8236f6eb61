/** The answer to a mailed secret that cannot be used. It does not tell why. */
import { DomainError } from '#domain/kernel/errors';
import type { TokenPurpose } from '../../ports/user-token-store';

const NAMES: Readonly<Record<TokenPurpose, readonly [code: string, name: string]>> = {
  verify_email: ['AUTH_VERIFICATION_TOKEN_INVALID', 'verification token'],
  reset_password: ['AUTH_RESET_TOKEN_INVALID', 'reset token'],
  change_email: ['AUTH_EMAIL_CHANGE_TOKEN_INVALID', 'token'],
};

export function tokenUnusable(purpose: TokenPurpose): DomainError {
  const [code, name] = NAMES[purpose];
  return new DomainError(code, 'invalid', `The ${name} is invalid, expired or already used`);
}
