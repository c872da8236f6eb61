import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { SYSTEM_ACCOUNT_ID, type RequestContext } from '#domain/kernel/request-context';
import type { WorkUnit } from './lane-unit';
import { translateError } from '../errors/translate-error';
import type { Violation } from '../errors/violation';
import { WriteLanes } from './write-lanes';

/** What the input calls the columns of system tables that must be unique. */
const SYSTEM_FIELDS: Readonly<Record<string, string>> = {
  'accounts.slug': 'account_slug',
  'users.email_key': 'email',
  'groups.name': 'name',
  'collections.name_key': 'name',
  'collections.table_name': 'name',
};

@Injectable()
export class UnitOfWorkService extends UnitOfWork {
  constructor(private readonly lanes: WriteLanes) {
    super();
  }

  override run<T>(
    ctx: RequestContext,
    work: (tx: Transaction) => Promise<T>,
    schemaRevision: number | null = null,
  ): Promise<T> {
    return translated(this.lanes.submit(laneAccount(ctx), unitOf(ctx, work, schemaRevision)));
  }

  override runExclusive<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return translated(this.lanes.submitExclusive(laneAccount(ctx), unitOf(ctx, work, null)));
  }
}

function laneAccount(ctx: RequestContext): string {
  return ctx.accountId ?? SYSTEM_ACCOUNT_ID;
}

function unitOf<T>(
  ctx: RequestContext,
  work: (tx: Transaction) => Promise<T>,
  schemaRevision: number | null,
): WorkUnit<T> {
  return { guards: { credential: ctx.principal?.credential ?? null, schemaRevision }, work };
}

/**
 * Use cases look for conflicts themselves, to say them well. What gets past them is a race that another process won, and
 * the constraint decides it.
 */
async function translated<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw translateError(error, systemField);
  }
}

function systemField({ table, columns }: Violation): string | undefined {
  return columns.map((column) => SYSTEM_FIELDS[`${table}.${column}`]).find((name) => name !== undefined);
}
