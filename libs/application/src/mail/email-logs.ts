/** What became of mails, for operators. */
import { administers } from '#domain/auth/permissions';
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import type { RequestContext } from '#domain/kernel/request-context';
import { listedAccount } from '../kernel/accounts/listed-account';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { EmailLog, EmailLogFilter, EmailLogStore } from '../ports/email-log-store';

export class EmailLogs {
  constructor(private readonly logs: EmailLogStore) {}

  async list(
    ctx: RequestContext,
    filter: EmailLogFilter,
    skip: number,
    limit: number,
  ): Promise<{ items: EmailLog[]; total: number }> {
    requireSuperadmin(ctx);
    const accountId = listedAccount(ctx, filter.accountId);
    return this.logs.list(accountId === null ? filter : { ...filter, accountId }, skip, limit);
  }

  async get(ctx: RequestContext, id: string): Promise<EmailLog> {
    requireSuperadmin(ctx);
    const log = isId(id) ? await this.logs.find(id) : null;
    if (log && administers(ctx, log.accountId)) return log;
    const told = isId(id) ? `: ${id}` : '';
    throw new DomainError('EMAIL_LOG_NOT_FOUND', 'not_found', `Email log not found${told}`);
  }
}
