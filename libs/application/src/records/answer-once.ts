/**
 * Requests with an Idempotency-Key: the same key and request get the same answer, kept in the transaction that did the work,
 * however often they are sent.
 */
import { createHash } from 'node:crypto';
import { DomainError } from '#domain/kernel/errors';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { IdempotencyKey, IdempotencyLog } from '../ports/idempotency-log';
import type { Transaction } from '../ports/transactions';

const MAX_KEY_LENGTH = 200;
const KEY = /^[\x21-\x7e]+$/;

export interface Once {
  readonly key: IdempotencyKey;
  /** SHA-256, in hex, of the request. */
  readonly requestHash: string;
}

export class AnswerOnce {
  constructor(private readonly log: IdempotencyLog) {}

  /** `asked`: what makes two requests the same, as JSON. Throws IDEMPOTENCY_KEY_INVALID or IDEMPOTENCY_KEY_ANONYMOUS. */
  read(ctx: RequestContext, key: string, asked: unknown): Once {
    if (key.length > MAX_KEY_LENGTH || !KEY.test(key)) {
      const message = `Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters`;
      throw new DomainError('IDEMPOTENCY_KEY_INVALID', 'invalid', message);
    }
    const caller = principalOf(ctx);
    if (caller === null) {
      throw new DomainError('IDEMPOTENCY_KEY_ANONYMOUS', 'invalid', 'Idempotency-Key needs a signed-in caller');
    }
    const requestHash = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
    return { key: { accountId: caller.accountId, actor: caller.userId, key }, requestHash };
  }

  /** The first answer as `repeated` makes it, or the one that `work` makes now. */
  async run(
    tx: Transaction,
    { key, requestHash }: Once,
    work: () => Promise<string>,
    repeated: (first: string) => string,
  ): Promise<string> {
    const kept = await this.log.claim(tx, key, requestHash);
    if (kept === null) {
      const answer = await work();
      await this.log.complete(tx, key, answer);
      return answer;
    }
    if (kept.requestHash === requestHash) return repeated(kept.body);
    const message = 'This Idempotency-Key was already used for another request';
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'unprocessable', message);
  }
}
