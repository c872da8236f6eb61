import { define, text } from '#domain/schema/testing/define';
import type { FieldCipher } from '../ports/field-cipher';
import type { JobQueue } from '../ports/job-queue';
import type { Transaction } from '../ports/transactions';
import { EncryptionChanges } from './encryption-changes';

const TX = {} as Transaction;
const changes = (keyId: string | null): EncryptionChanges => {
  const jobs: Pick<JobQueue, 'add'> = { add: () => Promise.resolve('job') };
  const cipher: Pick<FieldCipher, 'keyId'> = { keyId };
  return new EncryptionChanges(jobs as JobQueue, cipher as FieldCipher);
};
const PLAIN = define({ fields: [text('a')] });
const ENCRYPTED = define({ fields: [text('a', { encrypted: true })] });

test('without a key nothing can be encrypted, and what is not encrypted needs none', async () => {
  const refused = changes(null).prepare(TX, null, ENCRYPTED);
  await expect(refused).rejects.toMatchObject({ code: 'SCHEMA_ENCRYPTION_KEY_MISSING', extras: { field: 'a' } });
  expect(await changes(null).prepare(TX, null, PLAIN)).toEqual(PLAIN);
});

test('a new field has no value to be moved', async () => {
  const { fields } = await changes('key').prepare(TX, null, ENCRYPTED);
  expect(fields[0]!.encryption).toMatchObject({ keyId: 'key', job: null });
});
