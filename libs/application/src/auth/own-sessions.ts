/** Where the caller is logged in, and the ways to end that. */
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Session, SessionStore } from '../ports/session-store';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { Authenticator } from './authenticator';
import { requireSession } from './require-session';
import { runFresh } from './run-fresh';

export interface OwnSession extends Session {
  /** The one that asks. */
  readonly isCurrent: boolean;
}

export class OwnSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  async list(ctx: RequestContext, skip: number, limit: number): Promise<{ items: OwnSession[]; total: number }> {
    const { userId, credential } = requireSession(ctx);
    const { items, total } = await this.sessions.listLive(userId, new Date().toISOString(), skip, limit);
    return { items: items.map((session) => ({ ...session, isCurrent: session.id === credential.id })), total };
  }

  async end(ctx: RequestContext, id: string): Promise<void> {
    const { userId } = requireSession(ctx);
    if (!isId(id)) throw notFound();
    await runFresh(this.units, this.authenticator, ctx, async (tx) => {
      if (!(await this.sessions.revokeOwn(tx, userId, id, new Date().toISOString()))) throw notFound();
    });
  }

  /** All but the one that asks. */
  async endOthers(ctx: RequestContext): Promise<void> {
    const { userId, credential } = requireSession(ctx);
    await runFresh(this.units, this.authenticator, ctx, (tx) =>
      this.sessions.revokeAllOfUser(tx, userId, new Date().toISOString(), credential.id),
    );
  }
}

function notFound(): DomainError {
  return new DomainError('AUTH_SESSION_NOT_FOUND', 'not_found', 'Session not found');
}
