import type { Role } from '#domain/accounts/role';

export function presentRole({ id, name, description, createdAt, updatedAt }: Role): object {
  return { id, name, description, created_at: createdAt, updated_at: updatedAt };
}
