/** The sessions of the caller, and the ways to end them. */
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Session, SessionStore } from '../ports/session-store';
import type { Units } from '../kernel/units';
import { requireSession } from '../kernel/sign-in/require-session';

export interface OwnSession extends Session {
  /** The session that the request came with. */
  readonly isCurrent: boolean;
}

export class OwnSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  async list(ctx: RequestContext, skip: number, limit: number): Promise<{ items: OwnSession[]; total: number }> {
    const { userId, credential } = requireSession(ctx);
    const { items, total } = await this.sessions.listLive(userId, this.clock.iso(), skip, limit);
    return { items: items.map((session) => ({ ...session, isCurrent: session.id === credential.id })), total };
  }

  async end(ctx: RequestContext, id: string): Promise<void> {
    const { userId, accountId } = requireSession(ctx);
    if (!isId(id)) throw sessionNotFound();
    await this.units.run(inAccount(ctx, accountId), { name: 'auth.end_session', target: id }, async (tx) => {
      if (!(await this.sessions.revokeOwn(tx, userId, id, tx.now))) throw sessionNotFound();
    });
  }

  /** Ends all sessions but the one that the request came with. */
  async endOthers(ctx: RequestContext): Promise<void> {
    const { userId, accountId, credential } = requireSession(ctx);
    await this.units.run(inAccount(ctx, accountId), { name: 'auth.end_other_sessions' }, (tx) =>
      this.sessions.revokeAllOfUser(tx, userId, tx.now, credential.id),
    );
  }
}

function sessionNotFound(): DomainError {
  return new DomainError('AUTH_SESSION_NOT_FOUND', 'not_found', 'Session not found');
}
