import type { Profile } from '#application/ports/users';
import type { UserRequest } from '#application/users/create-user';
import type { UserQuery } from '#application/users/find-users';
import type { UserUpdate } from '#application/users/update-user';
import { parseUserOrder } from '#application/users/user-order';
import type { UserPageDto } from './user-page.dto';
import type { ListUsersDto } from './list-users.dto';
import type { CreateUserDto, UpdateUserDto } from './users.dto';

/** The page, in the words in which it was asked for. */
type UserBounds = Pick<UserPageDto, 'page' | 'page_size' | 'skip' | 'limit'>;

const DEFAULT_LIMIT = 30;

export function queryOf(dto: ListUsersDto): { query: UserQuery; bounds: UserBounds } {
  const isPaged = dto.page !== undefined || dto.page_size !== undefined;
  const limit = (isPaged ? dto.page_size : dto.limit) ?? DEFAULT_LIMIT;
  const page = dto.page ?? 1;
  const skip = isPaged ? (page - 1) * limit : (dto.skip ?? 0);
  const filter = {
    accountId: dto.account_id || undefined,
    roleId: dto.role_id,
    isActive: dto.is_active && dto.is_active === 'true',
    search: dto.search?.trim() || undefined,
  };
  const order = parseUserOrder({ sort: dto.sort, sortBy: dto.sort_by, descending: dto.sort_order === 'desc' });
  return { query: { filter, order, skip, limit }, bounds: isPaged ? { page, page_size: limit } : { skip, limit } };
}

export function newUserOf(dto: CreateUserDto): UserRequest {
  return {
    ...changesOf(dto),
    email: dto.email,
    password: dto.password ?? undefined,
    account: dto.account_id ?? undefined,
  };
}

export function changesOf(dto: UpdateUserDto): UserUpdate {
  return {
    email: dto.email ?? undefined,
    roleId: dto.role_id ?? undefined,
    role: dto.role ?? undefined,
    isActive: dto.is_active ?? undefined,
    ...profileOf(dto),
  };
}

function profileOf({ first_name, last_name, avatar_url }: UpdateUserDto): Partial<Profile> {
  return {
    ...(typeof first_name === 'string' && { firstName: first_name }),
    ...(typeof last_name === 'string' && { lastName: last_name }),
    ...(typeof avatar_url === 'string' && { avatarUrl: avatar_url }),
  };
}
