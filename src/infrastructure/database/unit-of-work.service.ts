import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { SYSTEM_ACCOUNT_ID, type RequestContext } from '#domain/kernel/request-context';
import type { WorkUnit } from './lane-unit';
import { WriteLanes } from './write-lanes';

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
    return this.lanes.submit(laneAccount(ctx), unitOf(ctx, work, schemaRevision));
  }

  override runExclusive<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.lanes.submitExclusive(laneAccount(ctx), unitOf(ctx, work, null));
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
