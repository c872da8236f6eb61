/**
 * SQLite. JSON is put together as text, because its json_object() would print numbers with 15 digits only. Columns compare by
 * bytes, LIKE folds ASCII only: both as docs/rules.md wants.
 */
import type { ValueType } from '#domain/rules/condition';
import { identifier, memberName } from '../identifier';
import { namedColumns } from '../named-columns';
import { OPENINGS } from '../list-member';
import { type SqlFragment, type SqlValue, joinColumns, joinSql, sql } from '../sql-fragment';
import type { Dialect, JsonColumn, JsonMember, Wanted } from './dialect';
import { sqliteArithmetic, sqliteCall } from './sqlite-call';
import { sqliteDdl } from './sqlite-ddl';
import { sqliteJson } from './sqlite-json';
import { sqliteMasks } from './sqlite-mask';
import { sqliteNearSum, sqliteQuickSum } from './sqlite-sum';
import { numberLiteral, numberMembers, numberText, readNumber } from './sqlite-number';
import { once } from './sqlite-once';
import { substituted } from './substituted';

const BUCKET_LENGTHS = { year: 4, month: 7, day: 10, hour: 13 };

export const sqlite: Dialect = {
  name: 'sqlite',
  indexHint: (quotedIndex) => ` INDEXED BY ${quotedIndex}`,
  forUpdate: '',
  forUpdateSkipLocked: '',
  writersExcludeEachOther: true,
  booleans: { true: 1, false: 0 },
  deferral: {
    begin: 'PRAGMA defer_foreign_keys = ON',
    end: 'PRAGMA defer_foreign_keys = OFF',
    outlivesRollback: true,
  },
  json: sqliteJson,
  fence: ' LIMIT 9223372036854775807',
  masks: sqliteMasks,
  quickSum: sqliteQuickSum,
  nearSum: sqliteNearSum,
  ddl: sqliteDdl,
  // The driver binds every number as a double, and with a LIMIT bound so a list of 20 takes 59 µs instead of 38.
  placeholder: (number, type) => (type === 'integer' ? `CAST(?${number} AS INTEGER)` : `?${number}`),

  compare: (op, _type, left, right) => sql('(', left, ` ${op} `, right, ')'),
  isDistinct: (_type, left, right) => sql('(', left, ' IS NOT ', right, ')'),
  like,
  isNull: (negated, expression) => sql('(', expression, negated ? ' IS NOT NULL)' : ' IS NULL)'),
  arithmetic: (op, left, right) => sqliteArithmetic(op, left, right, once),
  call: (name, args) => sqliteCall(name, args, once),
  indexed: {
    like,
    // Written the other way round, SQLite would find out in statements, but not in indexes, that a required field is never null.
    isNull: (negated, expression) => sql('(NULL ', negated ? 'IS NOT (' : 'IS (', expression, '))'),
    arithmetic: (op, left, right) => sqliteArithmetic(op, left, right, substituted),
    call: (name, args) => sqliteCall(name, args, substituted),
    asColumn,
    literal: (_type, value) => literal(value),
  },

  // Both kinds are kept as text that begins with the year.
  bucket: (bucket, _type, expression) =>
    bucket === 'week'
      ? sql(`strftime('%G-W%V', `, expression, ')')
      : sql('substr(', expression, `, 1, ${BUCKET_LENGTHS[bucket]})`),

  // SQLite takes null for the smallest value already.
  orderTerm: (_type, expression, descending) => sql(expression, descending ? ' DESC' : ' ASC'),

  // Behind the sign, SQLite does not see that an index is in this order.
  sortedWhenFound: (columns, _alias, rows, order, end) => {
    const terms = order.map(({ expression, descending }) => sql('+', expression, descending ? ' DESC' : ' ASC'));
    return sql('SELECT ', columns, rows, ' ORDER BY ', joinSql(terms, ', '), end);
  },

  // Without the limit SQLite (3.51, 3.52) makes a join of it, in which OFFSET counts the rows of the subquery, not those of the list.
  exists: (rows) => sql('EXISTS (SELECT 1', rows, ' LIMIT 1)'),
  existsJoined: null,
  amongFound: (value, found) => sql('(', value, ' IN (', found, '))'),
  amongListed: null,
  guessesRows: false,
  keepsSubqueryOrder: true,
  hasMember(list, operand, otherwise) {
    // json_each() parses the list anew for every row that it is opened for.
    const [first, later] = OPENINGS.map((opening) => sql({ from: 'member', type: 'text', opening, operand }));
    const found = joinSql(
      [first!, later!].map((text) => sql('instr(', list, ', ', text, ') > 0')),
      ' OR ',
    );
    return sql('(CASE WHEN ', first!, ' IS NULL THEN ', otherwise, ' ELSE COALESCE(', found, ', FALSE) END)');
  },
  eachText: (list, alias) => sql('json_each(', list, `) AS ${alias}`),
  asNumber: (count) => count,
  byteLength: (_type, expression) => sql('octet_length(', expression, ')'),
  jsonLength: (list) =>
    sql(
      '(CASE json_type(',
      list,
      `) WHEN 'array' THEN json_array_length(`,
      list,
      `) WHEN 'text' THEN length(json_extract(`,
      list,
      `, '$')) END)`,
    ),
  // In the binary form no row is parsed again for each of its columns, and materialised none is copied for each.
  jsonRows: (list, columns) =>
    sql(
      'WITH e AS MATERIALIZED (SELECT "value" FROM jsonb_each(',
      list,
      ')) SELECT ',
      columns.map((column) => `${readColumn(column)} AS "${column.name}"`).join(', '),
      ' FROM e',
    ),
  numberMembers,

  asColumn,
  jsonComputed: (type, expression) =>
    type === 'number' ? once([expression], numberText(sql('v.a0'))) : jsonValue(type, expression),
  jsonValue,
  jsonObject,
  jsonScalar: (value, from) => sql('COALESCE((SELECT ', value, from, `), 'null')`),
  jsonList: textList,
  jsonText: (value) => value,
  eachAsText: (members, rows) => ({ text: jsonObject(members), from: rows }),
  jsonElement: jsonValue,
  textList,

  pageList: (text, from) =>
    sql(`SELECT concat('[', group_concat(`, text, `, ','), ']') AS "items", count(*) AS "found"`, from),
  keepsLongValuesApart: false,
  // The words make it walk the tables in this order.
  rowsForEach: (outer, columns, from, where) =>
    sql(
      'SELECT ',
      namedColumns(columns),
      ' FROM ',
      outer,
      ...from.map((table) => ` CROSS JOIN ${table}`),
      ' WHERE ',
      where,
    ),
  rowsNamed(outer, columns, { name, alias, account }, ids) {
    const before = outer === null ? sql('') : sql(outer, ' CROSS JOIN ');
    const own = identifier(alias);
    const isRow = sql(`${own}."account_id" = `, account, ` AND ${own}."id" IN (`, ids, ')');
    return sql('SELECT ', namedColumns(columns), ' FROM ', before, `${identifier(name)} AS ${own} WHERE `, isRow);
  },
};

function like(negated: boolean, left: SqlFragment, { pattern }: Wanted, lookalikes: boolean): SqlFragment {
  const [text, wanted] = lookalikes ? [apart(left), apart(pattern)] : [left, pattern];
  return sql('(', text, negated ? ' NOT LIKE ' : ' LIKE ', wanted, ` ESCAPE '\\')`);
}

/**
 * LIKE takes U+FFFE and U+FFFF for U+FFFD. Beyond the last code point of Unicode, where no text has characters, SQLite tells
 * all of them apart.
 */
function apart(text: SqlFragment): SqlFragment {
  const former = `CAST(x'EFBFBE' AS TEXT), CAST(x'F4908080' AS TEXT)`;
  const latter = `CAST(x'EFBFBF' AS TEXT), CAST(x'F4908081' AS TEXT)`;
  return sql('replace(replace(', text, `, ${former}), ${latter})`);
}

/** Integers are added up as such, and zeros keep their sign. */
function asColumn(type: ValueType, expression: SqlFragment): SqlFragment {
  return type === 'number' ? sql('(CAST(', expression, ' AS REAL) + 0.0)') : expression;
}

/** Texts with characters that could mean something are written as their bytes. */
function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return numberLiteral(value);
  return /^[A-Za-z0-9 ,.:_+-]*$/.test(value) ? `'${value}'` : `CAST(x'${Buffer.from(value).toString('hex')}' AS TEXT)`;
}

function readColumn({ name, type }: JsonColumn): string {
  const member = memberName(name);
  return type === 'number' ? readNumber('e."value"', member) : `json_extract(e."value", '$.${member}')`;
}

function jsonValue(type: ValueType, expression: SqlFragment): SqlFragment {
  switch (type) {
    case 'text':
      return sql('json_quote(', expression, ')');
    case 'number':
      return numberText(expression);
    case 'boolean':
      return sql('CASE ', expression, ` WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END`);
    case 'datetime':
    case 'date':
      return sql(`COALESCE('"' || `, expression, ` || '"', 'null')`);
    case 'json':
      return sql('COALESCE(', expression, `, 'null')`);
  }
}

function jsonObject(members: readonly JsonMember[]): SqlFragment {
  if (members.length === 0) return sql(`'{}'`);
  const pairs = members.map(({ name, value }, index) =>
    sql(`'${index === 0 ? '{' : ','}"${memberName(name)}":', `, value),
  );
  return sql('concat(', joinColumns([...pairs, sql(`'}')`)], ', '));
}

function textList(text: SqlFragment, from: SqlFragment, order: SqlFragment | null): SqlFragment {
  const ordered = order ? sql(' ORDER BY ', order) : sql('');
  return sql(`(SELECT concat('[', group_concat(`, text, `, ','`, ordered, `), ']')`, from, ')');
}
