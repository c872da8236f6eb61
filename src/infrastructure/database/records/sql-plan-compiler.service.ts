import { Injectable } from '@nestjs/common';
import { type Compiled, PlanCompiler } from '#application/ports/plan-compiler';
import type { RecordPlan, UpdatePlan } from '#domain/query/record-plan';
import { rowsRead } from '#domain/query/rows-read';
import { compileDeleteSelect, compileHold } from '#sql/compile-delete';
import { compileFindAccounts } from '#sql/compile-find-accounts';
import { compileInsert } from '#sql/compile-insert';
import { compileList } from '#sql/compile-list';
import { compileCount, compileGet, compileRender } from '#sql/compile-read';
import { compileProbe, compileUpdate } from '#sql/compile-update';
import type { Dialect } from '#sql/dialect/dialect';
import { Database } from '../database';
import type { CompiledPlan, CompiledUpdate } from './compiled-plans';
import { TotalCache } from './total-cache';

/**
 * Compiles plans to statements. They are kept as long as their plans, which are cached by request shape and catalog
 * revision: a schema change lets go of both.
 */
@Injectable()
export class SqlPlanCompiler extends PlanCompiler {
  private readonly compiled = new WeakMap<RecordPlan, CompiledPlan>();
  private readonly dialect: Dialect;

  constructor({ dialect }: Database) {
    super();
    this.dialect = dialect;
  }

  override compile<P extends RecordPlan>(plan: P): Compiled<P> {
    let compiled = this.compiled.get(plan);
    if (compiled === undefined) {
      compiled = compilePlan(plan, this.dialect);
      this.compiled.set(plan, compiled);
    }
    // Made of this very plan.
    return compiled as Compiled<RecordPlan> as Compiled<P>;
  }
}

function compilePlan(plan: RecordPlan, dialect: Dialect): CompiledPlan {
  switch (plan.kind) {
    case 'locate':
      return { plan, find: compileFindAccounts(plan.collection, dialect) };
    case 'get':
      return { plan, get: compileGet(plan, dialect) };
    case 'list':
      return { plan, list: compileList(plan, dialect), count: compileCount(plan, dialect), totals: new TotalCache() };
    case 'create':
      return { plan, insert: compileInsert(plan, dialect), render: compileRender(plan.output, dialect) };
    case 'update':
      return compileUpdatePlan(plan, dialect);
    case 'delete':
      return { plan, select: compileDeleteSelect(plan, dialect) };
  }
}

function compileUpdatePlan(plan: UpdatePlan, dialect: Dialect): CompiledUpdate {
  return {
    plan,
    hold: compileHold(plan.collection, dialect),
    update: compileUpdate(plan, dialect),
    probe: compileProbe(plan, dialect),
    render: compileRender(plan.output, dialect, plan.shownIf),
    readsOwnRows: [plan.rule, plan.shownIf].some((condition) =>
      rowsRead(condition).collections.has(plan.collection.id),
    ),
  };
}
