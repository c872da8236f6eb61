import type { UserDetails } from '#application/ports/users';
import type { UserDto } from './user.dto';

/** A user as admins see it. Members that older clients know and this server has no value for are null. */
export function presentUserDetails(user: UserDetails): UserDto {
  return {
    id: user.id,
    email: user.email,
    account_id: user.accountId,
    account_code: user.accountCode,
    account_name: user.accountName,
    role: user.role,
    role_id: user.roleId,
    role_name: user.role,
    groups: user.groups,
    is_active: user.isActive,
    email_verified: user.emailVerified,
    email_verified_at: user.emailVerifiedAt,
    first_name: user.firstName,
    last_name: user.lastName,
    avatar_url: user.avatarUrl,
    auth_provider: user.authProvider,
    auth_provider_name: null,
    external_id: user.externalId,
    external_email: null,
    profile_data: null,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    last_login: user.lastLogin,
    token_type: 'jwt',
  };
}
