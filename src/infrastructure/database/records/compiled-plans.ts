/** The statements that each kind of plan is compiled to. */
import type { Compiled } from '#application/ports/plan-compiler';
import type { AggregatePlan } from '#domain/query/aggregate-plan';
import type {
  CreatePlan,
  DeletePlan,
  GetManyPlan,
  GetPlan,
  ListPlan,
  LocatePlan,
  MatchPlan,
  SelectPlan,
  RecordPlan,
  UpdatePlan,
} from '#domain/query/record-plan';
import type { Dialect } from '#sql/dialect/dialect';
import type { InsertStatement } from '#sql/compile-insert';
import type { SelectStatements } from '#sql/compile-select';
import type { UpdateStatement } from '#sql/compile-update';
import type { Statement } from '#sql/sql-fragment';

export interface CompiledLocate extends Compiled<LocatePlan> {
  readonly find: Statement;
}

export interface CompiledMatch extends Compiled<MatchPlan> {
  readonly find: Statement;
  readonly numberMembers: Dialect['numberMembers'];
}

export interface CompiledSelect extends Compiled<SelectPlan>, SelectStatements {}

export interface CompiledGet extends Compiled<GetPlan> {
  readonly get: Statement;
}

export interface CompiledGetMany extends Compiled<GetManyPlan> {
  readonly find: Statement;
}

export interface CompiledList extends Compiled<ListPlan> {
  /** Of this list alone, in the keys of totals. */
  readonly number: number;
  readonly list: Statement;
  readonly count: Statement;
}

export interface CompiledAggregate extends Compiled<AggregatePlan> {
  /** Of these groups alone, in the keys of what is remembered. */
  readonly number: number;
  readonly aggregate: Statement;
  readonly versions: Statement;
}

export interface CompiledCreate extends Compiled<CreatePlan> {
  readonly insert: InsertStatement;
  readonly render: Statement;
  /** Its rule looks at other rows of the collection, which the creates of a batch or of other requests add to. */
  readonly readsOwnRows: boolean;
}

export interface CompiledUpdate extends Compiled<UpdatePlan> {
  readonly hold: Statement;
  readonly update: UpdateStatement;
  /** null: the plan is not one for many records that get the same values in columns of their own. */
  readonly updateAll: Statement | null;
  readonly probe: Statement;
  readonly render: Statement;
  /** Its conditions look at other rows of the collection, which the updates of a batch may change. */
  readonly readsOwnRows: boolean;
}

export interface CompiledDelete extends Compiled<DeletePlan> {
  readonly select: Statement;
}

interface CompiledByKind {
  readonly locate: CompiledLocate;
  readonly match: CompiledMatch;
  readonly select: CompiledSelect;
  readonly get: CompiledGet;
  readonly getMany: CompiledGetMany;
  readonly list: CompiledList;
  readonly aggregate: CompiledAggregate;
  readonly create: CompiledCreate;
  readonly update: CompiledUpdate;
  readonly delete: CompiledDelete;
}

export type CompiledPlan = CompiledByKind[RecordPlan['kind']];
