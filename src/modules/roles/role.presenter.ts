import type { Role } from '#domain/accounts/role';
import type { RoleDto } from './role.dto';

export function presentRole({ id, name, description, createdAt, updatedAt }: Role): RoleDto {
  return { id, name, description, created_at: createdAt, updated_at: updatedAt };
}
