/** How far the values of an encrypted field are where they belong. */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import { excerpt } from '#domain/schema/clean-text';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { findField } from '#domain/schema/find-field';
import { type EncryptedField, isEncrypted } from '#domain/schema/field-storage';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Catalogs } from '../ports/catalogs';
import type { FieldCipher } from '../ports/field-cipher';
import type { JobQueue } from '../ports/job-queue';
import type { SecretField } from '../ports/secret-columns';
import { collectionById } from './find-collection';

/** The name of the job's handler. */
export const SETTLE_ENCRYPTION = 'settle_encryption';

const ENDED: readonly string[] = ['completed', 'dead'];

export interface EncryptionState {
  readonly field: Field;
  readonly status: 'settled' | 'moving' | 'failed';
  /** Of the job that moves the values; null: it has not begun, or is long done. */
  readonly progress: JsonValue;
  readonly error: string | null;
}

/** Whether no value is to be moved. */
export function isSettled({ encryption }: EncryptedField, { keyId }: FieldCipher): boolean {
  return encryption.isOn && encryption.keyId === keyId;
}

export function findSecretField(catalog: Catalog, collectionId: string, fieldId: string): SecretField | null {
  const collection = catalog.findById(collectionId);
  const field = collection?.fields.find(({ id }) => id === fieldId);
  return collection === undefined || field === undefined || !isEncrypted(field) ? null : { collection, field };
}

export class EncryptionStates {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly jobs: JobQueue,
    private readonly cipher: FieldCipher,
  ) {}

  /** Throws SCHEMA_COLLECTION_NOT_FOUND, SCHEMA_FIELD_NOT_FOUND (404). */
  async of(ctx: RequestContext, collectionId: string, name: string): Promise<EncryptionState> {
    requireSuperadmin(ctx);
    const collection = collectionById(await this.catalogs.refresh(), collectionId);
    const field = fieldOf(collection, name);
    if (!isEncrypted(field)) return { field, status: 'settled', progress: null, error: null };
    const job = field.encryption.job === null ? null : await this.jobs.find(field.encryption.job);
    const progress = job?.progress ?? null;
    if (isSettled(field, this.cipher)) return { field, status: 'settled', progress, error: null };
    const isGivenUp = job?.status === 'dead';
    return { field, status: isGivenUp ? 'failed' : 'moving', progress, error: job?.errorMessage ?? null };
  }

  /** Whether a job is going to do something about the field, now or later. */
  async isUnderWay({ encryption }: EncryptedField): Promise<boolean> {
    const job = encryption.job === null ? null : await this.jobs.find(encryption.job);
    return job !== null && !ENDED.includes(job.status);
  }
}

function fieldOf(collection: Collection, name: string): Field {
  const field = findField(collection, name);
  if (field !== undefined) return field;
  const message = `'${collection.name}' has no field '${excerpt(name)}'`;
  throw new DomainError('SCHEMA_FIELD_NOT_FOUND', 'not_found', message);
}
