/** Units of work as tests write them: by the server itself, with no act that anybody would look for. */
import { NO_EXPECTATION, type Expectation, type Unit, type Work } from '#application/ports/transactions';
import { notAudited } from '#domain/kernel/act';
import {
  ANONYMOUS,
  type Client,
  NO_CLIENT,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
  systemContext,
} from '#domain/kernel/request-context';

export const TEST_ACT = notAudited('A test writes it.');

export function unitOf<T>(
  work: Work<T>,
  expectation: Expectation = NO_EXPECTATION,
  accountId: string = SYSTEM_ACCOUNT_ID,
): Unit<T> {
  return { ctx: systemContext('test', accountId), act: TEST_ACT, expectation, work };
}

/** Somebody who sent no credential. */
export function strangerContext(accountId: string | null = null, client: Client = NO_CLIENT): RequestContext {
  return { requestId: 'test', actor: ANONYMOUS, client, accountId, reason: null };
}
