/** What follows where a definition turns encryption on or off: a key must be there, and a job has to move the values that exist. */
import { DomainError } from '#domain/kernel/errors';
import type { Collection, Encryption, Field } from '#domain/schema/collection';
import { isEncrypted } from '#domain/schema/field-storage';
import type { FieldCipher } from '../ports/field-cipher';
import type { JobQueue } from '../ports/job-queue';
import type { Transaction } from '../ports/transactions';
import { SETTLE_ENCRYPTION } from './encryption-state';

/** Each loss of a process is an attempt; what is given up is tried again every hour. */
const MAX_ATTEMPTS = 12;
const RETRY_DELAY_SECONDS = 5;

export class EncryptionChanges {
  constructor(
    private readonly jobs: JobQueue,
    private readonly cipher: FieldCipher,
  ) {}

  /** The definition as it is to be stored. `before`: null for a new collection. Throws SCHEMA_ENCRYPTION_KEY_MISSING (409). */
  async prepare(tx: Transaction, before: Collection | null, after: Collection): Promise<Collection> {
    const fields: Field[] = [];
    for (const field of after.fields) {
      fields.push(isEncrypted(field) ? await this.prepared(tx, before, after.id, field) : field);
    }
    return { ...after, fields };
  }

  async queue(tx: Transaction, collectionId: string, fieldId: string): Promise<string> {
    return this.jobs.add(tx, {
      handler: SETTLE_ENCRYPTION,
      payload: { collection_id: collectionId, field_id: fieldId },
      accountId: null,
      maxAttempts: MAX_ATTEMPTS,
      retryDelaySeconds: RETRY_DELAY_SECONDS,
    });
  }

  private async prepared(
    tx: Transaction,
    before: Collection | null,
    collectionId: string,
    field: Field & { readonly encryption: Encryption },
  ): Promise<Field> {
    const { encryption } = field;
    const known = before?.fields.find(({ id }) => id === field.id);
    if (known?.encryption?.isOn === encryption.isOn) return field;
    const { keyId } = this.cipher;
    if (encryption.isOn && keyId === null) throw keyMissing(field);
    // A new field has no values yet.
    if (known === undefined) return { ...field, encryption: { ...encryption, keyId } };
    return { ...field, encryption: { ...encryption, job: await this.queue(tx, collectionId, field.id) } };
  }
}

function keyMissing({ name }: Field): DomainError {
  const message = `'${name}' cannot be encrypted: the server has no key to do so`;
  return new DomainError('SCHEMA_ENCRYPTION_KEY_MISSING', 'conflict', message, {
    field: name,
    hint: 'Set SNACKBASE_ENCRYPTION_KEY and restart the server.',
  });
}
