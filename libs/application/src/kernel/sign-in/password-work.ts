/** Whose turn the slow hash of a password takes. */
import { networkOfClient } from '#domain/auth/client-network';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { PasswordWork } from '../../ports/password-hasher';

/** Commands, the start of the server and parts that work on their own. */
export const OWN_WORK: PasswordWork = { kind: 'other', owner: null, gone: null };

export function loginWork(ctx: RequestContext): PasswordWork {
  return { kind: 'login', owner: networkOf(ctx), gone: ctx.client.gone };
}

/** Whatever is not a log-in: of the account of who asks, of the network where nobody is signed in. */
export function passwordWork(ctx: RequestContext): PasswordWork {
  return { kind: 'other', owner: principalOf(ctx)?.accountId ?? networkOf(ctx), gone: ctx.client.gone };
}

/** Those of whom nothing is known share one turn. */
function networkOf(ctx: RequestContext): string {
  return networkOfClient(ctx) ?? '';
}
