/**
 * What expansions come to, found before any is rendered: a few tiny records that lead to many others, which lead to many
 * others, would otherwise cost the engine gigabytes before anybody sees how long the answer becomes. Level by level, the rows
 * that are shown are listed with their weight, of each level no more than may be shown at all.
 */
import type { Expansion, Output } from '#domain/query/record-plan';
import type { PathStep } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { conditionTerms } from './compile-condition';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { isLinkOf } from './is-link-of';
import { storedRow } from './row-source';
import { shownReferrers } from './shown-referrers';
import { type SqlFragment, joinColumns, joinSql, parameter, sql } from './sql-fragment';
import { leadingColumn, weighedColumns } from './weighed-columns';

/** Records that one answer shows inside of others. */
export const MAX_NESTED = 10_000;
/** Names of members, and the id. */
const BYTES_PER_USER = { user: 100, 'user-id': 45 };

export interface Weighing {
  /** Common table expressions. */
  readonly with: readonly SqlFragment[];
  /** Holds when the rows may be rendered. Parameter: answer (bytes). */
  readonly fits: SqlFragment;
  /** weight: bytes that the answer has at least; nested: records inside of others. Both count what is too much no further. */
  readonly columns: readonly SqlFragment[];
}

/** `roots`: FROM item `p` with the account_id and id of the rows that are shown. */
export function weighExpansions(frame: Frame, output: Output, roots: SqlFragment): Weighing {
  const levels = new Levels(frame);
  levels.addRoots(output, roots);
  return levels.weighing();
}

class Levels {
  private readonly names: string[] = [];
  private readonly expressions: SqlFragment[] = [];

  constructor(private readonly frame: Frame) {}

  addRoots(output: Output, roots: SqlFragment): void {
    const alias = this.frame.nextAlias();
    const inner: Frame = { ...this.frame, row: storedRow(alias) };
    const isRow = sql(inner.row.column('account_id'), ' = p."account_id" AND ', inner.row.column('id'), ' = p."id"');
    const from = [aliased(output.collection.table, alias)];
    const name = this.define(this.frame.dialect.rowsForEach(roots, weighedColumns(inner, output), from, isRow));
    this.addExpansions(name, output);
  }

  weighing(): Weighing {
    const [, ...nested] = this.names;
    const weight = this.names.map((name) => sql(`(SELECT COALESCE(sum("w"), 0) FROM ${name})`));
    const count = nested.map((name) => sql(`(SELECT count(*) FROM ${name})`));
    const sums = sql(
      'SELECT ',
      joinColumns(weight, ' + '),
      ' AS "weight", ',
      joinColumns(count, ' + '),
      ' AS "nested"',
    );
    const isLight = sql('w."weight" <= ', parameter('answer', 'integer'), ` AND w."nested" <= ${MAX_NESTED}`);
    return {
      with: [...this.expressions, sql('weighed AS MATERIALIZED (', sums, ')')],
      fits: sql('(SELECT ', isLight, ' FROM weighed w)'),
      columns: ['weight', 'nested'].map((name) => sql(`(SELECT w."${name}" FROM weighed w) AS "${name}"`)),
    };
  }

  private addExpansions(parent: string, output: Output): void {
    output.members.forEach((member, index) => {
      if (member.kind === 'field' && member.expand !== null) this.addLevel(parent, index, member.field, member.expand);
      if (member.kind === 'back' && member.step !== null) this.addBack(parent, member.step, member.output);
    });
  }

  private addLevel(parent: string, index: number, field: Field, expand: Expansion): void {
    const { frame } = this;
    const alias = frame.nextAlias();
    const { output } = expand;
    const from = [aliased(typeof output === 'string' ? 'users' : output.collection.table, alias)];
    const above = storedRow(parent);
    const inner: Frame = { ...frame, row: storedRow(alias) };
    const isTarget = [sql(inner.row.column('account_id'), ' = ', above.column('account_id'))];
    if (storageOf(field) === 'column') {
      isTarget.push(sql(inner.row.column('id'), ' = ', above.column(leadingColumn(index))));
    } else {
      const linkAlias = frame.nextAlias();
      const link = storedRow(linkAlias);
      from.unshift(aliased(field.column, linkAlias));
      isTarget.push(isLinkOf(link, above), sql(inner.row.column('id'), ' = ', link.column('target_id')));
    }
    const where = joinSql([...isTarget, ...conditionTerms(inner, expand.visibleIf)], ' AND ');
    const columns =
      typeof output === 'string'
        ? [{ name: 'w', value: sql(`${BYTES_PER_USER[output]}`) }]
        : weighedColumns(inner, output);
    this.addNested(frame.dialect.rowsForEach(sql(parent), columns, from, where), output);
  }

  private addBack(parent: string, step: PathStep, output: Output): void {
    const { frame } = this;
    const above = storedRow(parent);
    const alias = frame.nextAlias();
    const columns = weighedColumns({ ...frame, row: storedRow(alias) }, output);
    const table = { name: output.collection.table, alias, account: above.column('account_id') };
    const ids = shownReferrers({ ...frame, row: above }, step);
    this.addNested(frame.dialect.rowsNamed(sql(parent), columns, table, ids), output);
  }

  private addNested(rows: SqlFragment, output: Expansion['output']): void {
    const name = this.define(sql(rows, ` LIMIT ${MAX_NESTED + 1}`));
    if (typeof output !== 'string') this.addExpansions(name, output);
  }

  private define(rows: SqlFragment): string {
    const name = `x${this.names.length}`;
    this.names.push(name);
    // One part, but for its values: a statement is not refused for the number of its levels.
    this.expressions.push(joinColumns([sql(`${name} AS MATERIALIZED (`, rows, ')')], ''));
    return name;
  }
}

function aliased(table: string, alias: string): string {
  return `${identifier(table)} AS ${identifier(alias)}`;
}
