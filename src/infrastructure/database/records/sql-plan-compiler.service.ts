import { Injectable } from '@nestjs/common';
import { type Compiled, PlanCompiler } from '#application/ports/plan-compiler';
import type { RecordPlan, UpdatePlan } from '#domain/query/record-plan';
import { rowsRead } from '#domain/query/rows-read';
import { linkedFields } from '#domain/schema/field-storage';
import { compileAggregate, compileAggregateVersions } from '#sql/compile-aggregate';
import { compileDeleteSelect, compileHold } from '#sql/compile-delete';
import { compileFindAccounts } from '#sql/compile-find-accounts';
import { compileInsert } from '#sql/compile-insert';
import { compileList } from '#sql/compile-list';
import { compileMatch } from '#sql/compile-match';
import { compileCount, compileGet, compileGetMany, compileRender } from '#sql/compile-read';
import { compileSelect } from '#sql/compile-select';
import { compileProbe, compileUpdate, compileUpdateAll } from '#sql/compile-update';
import type { Dialect } from '#sql/dialect/dialect';
import { Database } from '../database';
import type { CompiledPlan, CompiledUpdate } from './compiled-plans';
import { statementBytes } from './statement-bytes';

/**
 * Compiles plans to statements. They are kept as long as their plans, which are cached by request shape and catalog
 * revision: a schema change drops both.
 */
@Injectable()
export class SqlPlanCompiler extends PlanCompiler {
  private readonly compiled = new WeakMap<RecordPlan, CompiledPlan>();
  private readonly dialect: Dialect;
  private made = 0;

  constructor({ dialect }: Database) {
    super();
    this.dialect = dialect;
  }

  override compile<P extends RecordPlan>(plan: P): Compiled<P> {
    let compiled = this.compiled.get(plan);
    if (compiled === undefined) {
      this.made += 1;
      compiled = compilePlan(plan, this.dialect, this.made);
      this.compiled.set(plan, compiled);
    }
    // It was compiled from this very plan.
    return compiled as Compiled<RecordPlan> as Compiled<P>;
  }
}

function compilePlan(plan: RecordPlan, dialect: Dialect, number: number): CompiledPlan {
  switch (plan.kind) {
    case 'locate': {
      const find = compileFindAccounts(plan.collection, dialect);
      return { plan, find, bytes: statementBytes(find) };
    }
    case 'match': {
      const find = compileMatch(plan, dialect);
      return { plan, find, numberMembers: dialect.numberMembers, bytes: statementBytes(find) };
    }
    case 'select': {
      const { count, find, hold } = compileSelect(plan, dialect);
      return { plan, count, find, hold, bytes: statementBytes(count, find, hold) };
    }
    case 'get': {
      const get = compileGet(plan, dialect);
      return { plan, get, bytes: statementBytes(get) };
    }
    case 'getMany': {
      const find = compileGetMany(plan, dialect);
      return { plan, find, bytes: statementBytes(find) };
    }
    case 'list': {
      const [list, count] = [compileList(plan, dialect), compileCount(plan, dialect)];
      return { plan, number, list, count, bytes: statementBytes(list, count) };
    }
    case 'aggregate': {
      const [aggregate, versions] = [compileAggregate(plan, dialect), compileAggregateVersions(plan, dialect)];
      return { plan, number, aggregate, versions, bytes: statementBytes(aggregate, versions) };
    }
    case 'create': {
      const [insert, render] = [compileInsert(plan, dialect), compileRender(plan.output, dialect)];
      const readsOwnRows = rowsRead(plan.rule).collections.has(plan.collection.id);
      return { plan, insert, render, readsOwnRows, bytes: statementBytes(insert, render) };
    }
    case 'update':
      return compileUpdatePlan(plan, dialect);
    case 'delete': {
      const select = compileDeleteSelect(plan, dialect);
      return { plan, select, bytes: statementBytes(select) };
    }
  }
}

function compileUpdatePlan(plan: UpdatePlan, dialect: Dialect): CompiledUpdate {
  const hold = compileHold(plan.collection, dialect);
  const update = compileUpdate(plan, dialect);
  const isPlain = plan.atOnce === true && linkedFields(plan.sets).length === 0;
  const updateAll = isPlain ? compileUpdateAll(plan, dialect) : null;
  const probe = compileProbe(plan, dialect);
  const render = compileRender(plan.output, dialect, plan.shownIf);
  return {
    plan,
    hold,
    update,
    updateAll,
    probe,
    render,
    readsOwnRows:
      plan.atOnce !== true &&
      [plan.rule, plan.shownIf].some((condition) => rowsRead(condition).collections.has(plan.collection.id)),
    bytes: statementBytes(hold, update, ...(updateAll === null ? [] : [updateAll]), probe, render),
  };
}
