/**
 * Reads the values of encrypted fields of one record. The key needs a scope for it, and whose key it is must be able to view the record
 * and its fields; keys of operators reach no further than their own account, like all others.
 */
import { requireSecretsScope } from '#domain/auth/key-scope';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import { isId } from '#domain/kernel/ids';
import { narrowed, parseSecretsRequest } from '#domain/query/parse-show-request';
import { valueOfPlaintext } from '#domain/records/ciphertext';
import type { JsonValue } from '#domain/schema/collection';
import type { EncryptedField } from '#domain/schema/field-storage';
import { type FieldCipher, SecretUnreadable } from '../ports/field-cipher';
import type { GetCall, RecordKey } from '../ports/record-store';
import { requestValues } from './fresh-requests';
import type { QueryHooks, Viewed } from './query-hooks';
import { recordNotFound } from './record-errors';
import type { RecordPipeline } from './record-pipeline';
import { type RecordPlans, within } from './record-plans';

/** As the statement renders it: one of the two is null. */
interface Stored {
  readonly encrypted: string | null;
  readonly plain: JsonValue;
}

export type Secrets = Readonly<Record<string, JsonValue>>;

export class ReadSecrets {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly plans: RecordPlans,
    private readonly hooks: QueryHooks,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** By field. Throws AUTH_SCOPE_MISSING (403), RECORD_NOT_FOUND (404), QUERY_FIELDS (400), RECORD_SECRET_UNREADABLE (409). */
  execute(
    ctx: RequestContext,
    collection: string,
    id: string,
    query: Readonly<Record<string, unknown>>,
  ): Promise<Secrets> {
    requireSecretsScope(ctx);
    const asked = parseSecretsRequest(query);
    const { heard } = this.hooks;
    return this.pipeline.read(ctx, {
      collection,
      locate: (): Viewed => locate(ctx, id),
      hooks: heard.get('on_record_before_query')?.has(collection) ? this.hooks.viewing : null,
      plan: (request, { accountId, keys, narrowedBy }): GetCall => {
        const values = requestValues(request.ctx, new Date(this.clock.now()));
        const plan = this.plans.secrets(within(request, accountId), narrowed(asked, narrowedBy), values);
        return { plan, key: keys[0]!, request: values };
      },
      present: (record, { plan, key }) => {
        if (record === null) throw recordNotFound();
        const stored = JSON.parse(record.body) as Readonly<Record<string, Stored>>;
        return this.opened(plan, key, stored);
      },
    });
  }

  private opened({ output }: GetCall['plan'], key: RecordKey, stored: Readonly<Record<string, Stored>>): Secrets {
    const values: Record<string, JsonValue> = {};
    for (const member of output.members) {
      if (member.kind !== 'secret') continue;
      values[member.name] = this.open(member.field, key, stored[member.name]!);
    }
    return values;
  }

  private open(field: EncryptedField, { accountId, id }: RecordKey, { encrypted, plain }: Stored): JsonValue {
    if (encrypted === null) return plain;
    try {
      const place = { accountId, recordId: id, fieldId: field.id };
      return valueOfPlaintext(field, this.cipher.decrypt(encrypted, place));
    } catch (error) {
      throw error instanceof SecretUnreadable ? unreadable(field, error) : error;
    }
  }
}

/** In the account of whose key it is, and in no other. */
function locate(ctx: RequestContext, id: string): Viewed {
  const accountId = principalOf(ctx)!.accountId;
  if (!isId(id) || (ctx.accountId !== null && ctx.accountId !== accountId)) throw recordNotFound();
  return { accountId, keys: [{ accountId, id }] };
}

function unreadable({ name }: EncryptedField, { message }: SecretUnreadable): DomainError {
  return new DomainError('RECORD_SECRET_UNREADABLE', 'conflict', `'${name}' cannot be decrypted: ${message}`, {
    field: name,
  });
}
