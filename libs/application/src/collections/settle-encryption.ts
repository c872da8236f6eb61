/** Where the registry says how the values of a field are kept: once they are moved, and where a job is to move them. */
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { diffCollection } from '#domain/schema/diff-collection';
import { encryptedFields, type EncryptedField } from '#domain/schema/field-storage';
import type { Catalogs } from '../ports/catalogs';
import type { CollectionStore } from '../ports/collection-store';
import type { FieldCipher } from '../ports/field-cipher';
import type { SecretColumns, SecretField } from '../ports/secret-columns';
import type { TableAdmin } from '../ports/table-admin';
import type { Transaction } from '../ports/transactions';
import type { EncryptionChanges } from './encryption-changes';
import { type EncryptionStates, findSecretField, isSettled, SETTLE_ENCRYPTION } from './encryption-state';
import type { SchemaUnit } from './schema-unit';

const SERVER = systemContext(SETTLE_ENCRYPTION, SYSTEM_ACCOUNT_ID);

export class SettleEncryption {
  constructor(
    private readonly schema: SchemaUnit,
    private readonly store: CollectionStore,
    private readonly tables: TableAdmin,
    private readonly columns: SecretColumns,
    private readonly catalogs: Catalogs,
    private readonly changes: EncryptionChanges,
    private readonly states: EncryptionStates,
    private readonly cipher: FieldCipher,
  ) {}

  /** Of the job that has moved every value. False: there are some left. */
  finish(job: string, of: SecretField): Promise<boolean> {
    return this.change(of, job, async (tx, catalog, found) => {
      const { field } = found;
      const { encryption, ...plain } = field;
      if (encryption.isOn) {
        await this.write(tx, catalog, found, { ...field, encryption: { ...encryption, keyId: this.cipher.keyId } });
        return true;
      }
      // The column goes with whatever is in it.
      if (await this.columns.anyEncrypted(tx, found)) return false;
      await this.write(tx, catalog, found, plain);
      return true;
    });
  }

  /**
   * Queues jobs for fields whose values are not where they belong, though nobody is at work: under a previous key, or where a job was
   * given up. Resolves with what an operator should know.
   */
  async resume(): Promise<readonly string[]> {
    const warnings: string[] = [];
    for (const collection of (await this.catalogs.refresh()).collections) {
      for (const field of encryptedFields(collection.fields)) {
        const of = { collection, field };
        if (isSettled(field, this.cipher)) continue;
        if (this.isUnderUnknownKey(field)) warnings.push(unknownKey(of));
        else if (!(await this.states.isUnderWay(field))) await this.queue(of);
      }
    }
    return warnings;
  }

  /** Servers that do not know a key leave it to those that do. */
  private isUnderUnknownKey({ encryption: { isOn, keyId } }: EncryptedField): boolean {
    return isOn && keyId !== null && !this.cipher.isPrevious(keyId);
  }

  private async queue(of: SecretField): Promise<void> {
    await this.change(of, of.field.encryption.job, async (tx, catalog, found) => {
      const { collection, field } = found;
      const job = await this.changes.queue(tx, collection.id, field.id);
      await this.write(tx, catalog, found, { ...field, encryption: { ...field.encryption, job } });
      return true;
    });
  }

  /** Nothing is done where another job has taken over. */
  private change(
    { collection, field }: SecretField,
    job: string | null,
    work: (tx: Transaction, catalog: Catalog, found: SecretField) => Promise<boolean>,
  ): Promise<boolean> {
    const act = { name: 'collections.settle_encryption', target: collection.id } as const;
    return this.schema.ofServer(SERVER, act, async (tx, catalog) => {
      const found = findSecretField(catalog, collection.id, field.id);
      return found === null || found.field.encryption.job !== job || (await work(tx, catalog, found));
    });
  }

  private async write(
    tx: Transaction,
    catalog: Catalog,
    { collection: before }: SecretField,
    field: Field,
  ): Promise<void> {
    const fields = before.fields.map((other) => (other.id === field.id ? field : other));
    const after: Collection = { ...before, fields };
    const others = catalog.collections.filter(({ id }) => id !== after.id);
    const { changes } = diffCollection(before, after);
    if (changes.length > 0) {
      const changed = catalog.with([...others, after]);
      await this.tables.alterTable(tx, before, after, changes, changed);
    }
    await this.store.update(tx, [after]);
  }
}

function unknownKey({ collection, field }: SecretField): string {
  const { keyId } = field.encryption;
  return `'${field.name}' of '${collection.name}' is encrypted with a key (${keyId}) that is not among those of this server`;
}
