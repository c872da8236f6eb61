/**
 * The SELECTs of SQL macros. Their text is made here, of what was checked: nothing that somebody wrote is part of it. Each collection
 * is a common table expression of the records of one account, with the columns that macros read and no others.
 */
import type { Condition, Operand, SelectedRows, SelectFrom, SelectOperand } from '#domain/rules/condition';
import { fenced, placesOf, roundedSum } from './compile-exact-sum';
import { type Frame, following } from './frame';
import { identifier } from './identifier';
import { storedRow } from './row-source';
import { type SqlFragment, joinSql, parameter, sql } from './sql-fragment';

type FoundCondition = Extract<Condition, { kind: 'exists' | 'among' }>;

/** The rows of a SELECT, and the frame of what is asked of them. */
interface Selection {
  readonly frame: Frame;
  readonly tables: readonly SqlFragment[];
  /** FROM and WHERE. */
  readonly rows: SqlFragment;
}

export function compileSelected(frame: Frame, operand: SelectOperand): SqlFragment {
  const selection = select(frame, operand.rows);
  switch (operand.take) {
    case 'first':
      return first(selection, operand);
    case 'sum':
    case 'avg':
      return sum(selection, operand);
    case 'count':
    case 'count_distinct':
    case 'min':
    case 'max':
      return sql('(', measure(selection, operand), ')');
  }
}

export function compileFound(frame: Frame, condition: FoundCondition): SqlFragment {
  const selection = select(frame, condition.rows);
  if (condition.kind === 'exists') {
    const found = withTables(selection, sql('1'), selection.rows);
    return frame.dialect.exists(sql(' FROM (', found, `) AS ${identifier(frame.nextAlias())}`));
  }
  const value = selection.frame.value(selection.frame, condition.value);
  const left = frame.value(frame, condition.left);
  return sql('(', left, condition.negated ? ' NOT IN (' : ' IN (', withTables(selection, value, selection.rows), '))');
}

function select(outer: Frame, { sources, where }: SelectedRows): Selection {
  const aliases = sources.map(() => outer.nextAlias());
  const named = sources.map(({ source }, index) => [source, aliases[index]!] as const);
  const frame: Frame = {
    ...following(outer, outer.follows.reach, 'each'),
    asks: 'value',
    sources: new Map([...outer.sources, ...named]),
  };
  const from = sources.map((item, index) => joined(frame, item, aliases[index]!, index === 0));
  const met = where === null ? sql('') : sql(' WHERE ', frame.condition(frame, where));
  return {
    frame,
    tables: sources.map((item, index) => tableOf(outer, item, aliases[index]!)),
    rows: sql(' FROM ', ...from, met),
  };
}

/** The table has a name of its own, so that it hides no column of the row that the account is that of. */
function tableOf(frame: Frame, { source: { collection, columns } }: SelectFrom, alias: string): SqlFragment {
  const own = frame.nextAlias();
  const row = storedRow(own);
  const list = columns.map((column) => `${identifier(own)}.${identifier(column)}`).join(', ');
  const account = frame.follows.reach === 'account' ? parameter('account', 'text') : frame.row.column('account_id');
  return sql(
    `${identifier(alias)} AS NOT MATERIALIZED (SELECT ${list} FROM ${identifier(collection.table)} AS ${identifier(own)} WHERE `,
    row.column('account_id'),
    ' = ',
    account,
    ')',
  );
}

function joined(frame: Frame, { outer, on }: SelectFrom, alias: string, isFirst: boolean): SqlFragment {
  if (isFirst) return sql(identifier(alias));
  if (on === null) return sql(` CROSS JOIN ${identifier(alias)}`);
  return sql(outer ? ' LEFT JOIN ' : ' JOIN ', `${identifier(alias)} ON `, frame.condition(frame, on));
}

function withTables({ tables }: Selection, columns: SqlFragment, rows: SqlFragment): SqlFragment {
  return sql('WITH ', joinSql(tables, ', '), ' SELECT ', columns, rows);
}

/** The ids of the rows end the order, so that it is the same row on every engine. */
function first(selection: Selection, { value, order, rows }: SelectOperand): SqlFragment {
  const { frame } = selection;
  const { dialect } = frame;
  const terms = [
    ...order.map(({ operand, descending }) => {
      return dialect.orderTerm(operand.type, frame.value(frame, operand), descending, true);
    }),
    ...rows.sources.map(({ source }) => {
      return dialect.orderTerm('text', storedRow(frame.sources.get(source)!).column('id'), false, true);
    }),
  ];
  const ordered = sql(selection.rows, ' ORDER BY ', joinSql(terms, ', '), ' LIMIT 1');
  return sql('(', withTables(selection, frame.value(frame, value!), ordered), ')');
}

/** Of a column of rows of its own: SQL would take an aggregate of what comes from further out for one of the SELECT there. */
function measure(selection: Selection, { take, value }: SelectOperand): SqlFragment {
  const { frame, rows } = selection;
  if (value === null) return withTables(selection, frame.dialect.asNumber(sql('count(*)')), rows);
  const alias = identifier(frame.nextAlias());
  const taken = sql(take === 'count_distinct' ? `count(DISTINCT ${alias}.x)` : `${take}(${alias}.x)`);
  const columns = sql(' FROM (SELECT ', columnOf(frame, value), ' AS x', rows, `) AS ${alias}`);
  const isCount = take === 'count' || take === 'count_distinct';
  return withTables(selection, isCount ? frame.dialect.asNumber(taken) : taken, columns);
}

/** Exactly, as of aggregates. */
function sum(selection: Selection, { take, value }: SelectOperand): SqlFragment {
  const { frame, rows, tables } = selection;
  const { dialect } = frame;
  const x = columnOf(frame, value!);
  const cut = fenced(
    dialect,
    sql(
      'SELECT ',
      dialect.nearSum.cut(0, sql('o.x')),
      ' FROM (',
      fenced(dialect, sql('SELECT ', x, ' AS x', rows)),
      ') o',
    ),
  );
  const groups = sql(`g AS MATERIALIZED (SELECT ${dialect.nearSum.parts(0)} FROM (`, cut, ') q)');
  const places = placesOf(0, [], sql('SELECT ', x, ' AS x', rows));
  const total = roundedSum(dialect, 0, sql('TRUE'));
  const result = take === 'sum' ? total : dialect.arithmetic('/', total, dialect.asNumber(sql('g."n0"')));
  return sql('(WITH ', joinSql([...tables, places, groups], ', '), ' SELECT ', result, ' FROM g)');
}

function columnOf(frame: Frame, value: Operand): SqlFragment {
  return frame.dialect.asColumn(value.type, frame.value(frame, value));
}
