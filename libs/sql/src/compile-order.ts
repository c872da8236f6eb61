/** Order and position of a list: ORDER BY terms, the keyset condition and the values that become a cursor. */
import type { AggregateOperand, NamedOperand } from '#domain/rules/condition';
import type { OrderTerm } from '#domain/query/record-plan';
import { compileNamed } from './compile-named';
import type { Frame } from './frame';
import { type SqlFragment, joinSql, sql } from './sql-fragment';

export interface CompiledTerm {
  readonly operand: NamedOperand;
  readonly expression: SqlFragment;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/** `reversed`: for the page before a position, rows are fetched backwards. */
export function compileOrder(frame: Frame, order: readonly OrderTerm[], reversed: boolean): CompiledTerm[] {
  return order.map(({ operand, descending }) => ({
    operand,
    expression: compileNamed(frame, operand),
    descending: descending !== reversed,
    nullable: isNullable(operand),
  }));
}

export function orderBy(frame: Frame, terms: readonly CompiledTerm[]): SqlFragment {
  const rendered = terms.map(({ operand, expression, descending, nullable }) =>
    frame.dialect.orderTerm(operand.type, expression, descending, nullable),
  );
  return joinSql(rendered, ', ');
}

/** Rows after the position whose values are the parameters k0, k1, …, in the order of the terms. */
export function afterPosition(frame: Frame, terms: readonly CompiledTerm[], nulls: readonly boolean[]): SqlFragment {
  const alternatives: SqlFragment[] = [];
  terms.forEach((term, index) => {
    const beyond = isBeyond(frame, term, index, nulls[index] === true);
    if (!beyond) return;
    const before = terms.slice(0, index).map((equal, at) => isEqual(frame, equal, at, nulls[at] === true));
    alternatives.push(sql('(', joinSql([...before, beyond], ' AND '), ')'));
  });
  if (alternatives.length === 0) return sql('FALSE');
  const [first] = terms;
  const [only] = alternatives;
  if (!first || alternatives.length === 1) return only!;
  const anywhere = sql('(', joinSql(alternatives, ' OR '), ')');
  // Implied by the alternatives, but a range that an index on the first term can start from.
  if ((first.nullable && first.descending) || nulls[0] === true) return anywhere;
  const bound = sql({ from: 'parameter', type: first.operand.type, name: 'k0' });
  const start = frame.dialect.compare(first.descending ? '<=' : '>=', first.operand.type, first.expression, bound);
  return sql(start, ' AND ', anywhere);
}

/** Null is the smallest value: ascending, everything else lies beyond it; descending, nothing does. */
function isBeyond(frame: Frame, term: CompiledTerm, index: number, atNull: boolean): SqlFragment | null {
  const { operand, expression, descending, nullable } = term;
  if (atNull) return descending ? null : sql('(', expression, ' IS NOT NULL)');
  const bound = sql({ from: 'parameter', type: operand.type, name: `k${index}` });
  const beyond = frame.dialect.compare(descending ? '<' : '>', operand.type, expression, bound);
  return descending && nullable ? sql('(', beyond, ' OR ', expression, ' IS NULL)') : beyond;
}

function isEqual(frame: Frame, term: CompiledTerm, index: number, atNull: boolean): SqlFragment {
  if (atNull) return sql('(', term.expression, ' IS NULL)');
  const bound = sql({ from: 'parameter', type: term.operand.type, name: `k${index}` });
  return frame.dialect.compare('=', term.operand.type, term.expression, bound);
}

function isNullable(operand: NamedOperand): boolean {
  if (operand.kind === 'aggregate') return !isCount(operand);
  if (operand.path.length > 0 || operand.inside !== undefined) return true;
  return typeof operand.column !== 'string' && !operand.column.required;
}

/** It is there for every row: no other record leads to those that are counted. */
function isCount({ measured, over }: AggregateOperand): boolean {
  return (measured === 'length' || measured === 'count') && over.path[0]?.back === true;
}
