import { DomainError } from '#domain/kernel/errors';

export function collectionExists(name: string): DomainError {
  const message = `Collection '${name}' already exists`;
  return new DomainError('SCHEMA_COLLECTION_EXISTS', 'conflict', message, { field: 'name' });
}
