import type { CurrentUser } from '#application/auth/get-current-user';
import type { SessionGrant } from '#application/kernel/sign-in/session-issuer';
import type { ShownAccount } from '#domain/accounts/account';
import type { User } from '#domain/auth/user';
import type { CurrentUserDto, SessionAccountDto, SessionDto, SessionUserDto, TokenType } from './session.dto';

export function presentUser(user: User, tokenType: TokenType = 'jwt'): SessionUserDto {
  return {
    id: user.id,
    email: user.email,
    role: user.role,
    account_id: user.accountId,
    groups: user.groups,
    is_active: user.isActive,
    email_verified: user.emailVerified,
    created_at: user.createdAt,
    last_login: user.lastLogin,
    token_type: tokenType,
  };
}

export function presentAccount(account: ShownAccount): SessionAccountDto {
  return {
    id: account.id,
    account_code: account.accountCode,
    slug: account.slug,
    name: account.name,
    created_at: account.createdAt,
  };
}

/** What login and refresh answer; `expires_in` in seconds. */
export function presentSession({ token, refreshToken, expiresIn, user, account }: SessionGrant): SessionDto {
  return {
    token,
    refresh_token: refreshToken,
    expires_in: expiresIn,
    user: presentUser(user),
    account: presentAccount(account),
  };
}

/** Clients read `/auth/me` flat or nested; one body serves both. */
export function presentCurrentUser({ user, profile, account }: CurrentUser, tokenType: TokenType): CurrentUserDto {
  const { firstName: first_name, lastName: last_name, avatarUrl: avatar_url } = profile;
  const shown = { ...presentUser(user, tokenType), first_name, last_name, avatar_url };
  return { ...shown, user_id: user.id, user: shown, account: presentAccount(account) };
}
