/**
 * PostgreSQL. Texts compare under the "C" collation whatever the database's own is, placeholders carry their type, and
 * nulls are put first explicitly, because PostgreSQL takes them for the largest value.
 */
import type { ValueType } from '#domain/rules/condition';
import { identifier, memberName } from '../identifier';
import { isColumn } from '../is-column';
import { namedColumns } from '../named-columns';
import { type SlotType, type SqlFragment, joinColumns, joinSql, sql } from '../sql-fragment';
import type { Dialect, JsonMember } from './dialect';
import { postgresArithmetic } from './postgres-arithmetic';
import { postgresCall } from './postgres-call';
import { postgresDdl } from './postgres-ddl';
import { postgresJson } from './postgres-json';
import { postgresMasks } from './postgres-mask';
import { postgresNearSum } from './postgres-sum';
import { arithmeticByFunction } from './postgres-functions';
import { once } from './postgres-once';
import { datetimeText } from './postgres-time';
import { substituted } from './substituted';

const TYPES: Readonly<Record<SlotType, string>> = {
  text: 'text',
  number: 'double precision',
  boolean: 'boolean',
  datetime: 'timestamptz',
  date: 'date',
  json: 'json',
  integer: 'bigint',
};

const BUCKET_FORMATS = {
  year: 'YYYY',
  month: 'YYYY-MM',
  week: 'IYYY-"W"IW',
  day: 'YYYY-MM-DD',
  hour: 'YYYY-MM-DD"T"HH24',
};

/** Keeps a SELECT from being merged with the statement around it. */
const FENCE = ' OFFSET 0';

export const postgres: Dialect = {
  name: 'postgres',
  indexHint: () => '',
  forUpdate: ' FOR UPDATE',
  forUpdateSkipLocked: ' FOR UPDATE SKIP LOCKED',
  writersExcludeEachOther: false,
  booleans: { true: 'true', false: 'false' },
  deferral: {
    begin: 'SET CONSTRAINTS ALL DEFERRED',
    end: 'SET CONSTRAINTS ALL IMMEDIATE',
    outlivesRollback: false,
  },
  json: postgresJson,
  fence: FENCE,
  masks: postgresMasks,
  quickSum: null,
  nearSum: postgresNearSum,
  ddl: postgresDdl,
  placeholder: (number, type) => `$${number}::${TYPES[type]}`,

  compare: (op, type, left, right) => sql('(', collated(type, left), ` ${op === '!=' ? '<>' : op} `, right, ')'),
  // json has no equality; the stored text is what the server wrote, so equal values have equal texts.
  isDistinct: (type, left, right) =>
    type === 'json'
      ? sql('(', left, '::text IS DISTINCT FROM ', right, '::text)')
      : sql('(', left, ' IS DISTINCT FROM ', right, ')'),
  like(negated, left, { pattern, needle }) {
    if (!isColumn(left)) return matches(negated, left, pattern);
    // ILIKE folds every text before it looks, which takes most of its time; often the text is there as it stands.
    const text = sql(left, ' COLLATE "C"');
    const found = sql('strpos(', text, ', ', needle, ') > 0 OR strpos(lower(', text, '), ', needle, ') > 0');
    const choice = sql('CASE WHEN ', needle, ' IS NULL THEN ', matches(false, left, pattern), ' ELSE ', found, ' END');
    return sql(negated ? '(NOT ' : '(', choice, ')');
  },
  isNull,
  arithmetic: postgresArithmetic,
  call: (name, args) => postgresCall(name, args, once),
  indexed: {
    like: (negated, left, { pattern }) => matches(negated, left, pattern),
    isNull,
    arithmetic: arithmeticByFunction,
    call: (name, args) => postgresCall(name, args, substituted),
    asColumn: (type, expression) => asColumn(type, type === 'boolean' ? asOneTest(expression) : expression),
    literal: (type, value) =>
      value === null ? `NULL::${TYPES[type]}` : `${textLiteral(String(value))}::${TYPES[type]}`,
  },

  bucket(bucket, type, expression) {
    const time = type === 'date' ? sql('(', expression, ')::timestamp') : sql('(', expression, ` AT TIME ZONE 'UTC')`);
    return sql('to_char(', time, `, '${BUCKET_FORMATS[bucket]}')`);
  },

  orderTerm(type, expression, descending, nullable) {
    const nulls = nullable ? (descending ? ' NULLS LAST' : ' NULLS FIRST') : '';
    return sql(collated(type, expression), descending ? ' DESC' : ' ASC', nulls);
  },

  sortedWhenFound(columns, alias, rows, order, end) {
    const terms = order.map(({ type, expression, descending, nullable }) =>
      postgres.orderTerm(type, expression, descending, nullable),
    );
    const found = sql(' FROM (SELECT ', `"${alias}".*`, rows, FENCE, `) AS "${alias}" ORDER BY `, joinSql(terms, ', '));
    return sql('SELECT ', columns, found, end);
  },

  // With the fence it is neither made a join of nor answered from a table of all rows.
  exists: (rows) => sql('EXISTS (SELECT 1', rows, FENCE, ')'),
  existsJoined: (rows) => sql('EXISTS (SELECT 1', rows, ')'),
  // What is asked whether it is true is not made a join of, but looked up in a table in memory.
  amongFound: (value, found) => sql('((', value, ' IN (', found, ')) IS TRUE)'),
  amongListed: (column, found) => sql('(', column, ' = ANY (ARRAY(', found, ')))'),
  guessesRows: true,
  keepsSubqueryOrder: false,
  hasMember: (_list, _member, otherwise) => otherwise,
  eachText: (list, alias) => sql('json_array_elements_text(', list, `) AS ${alias}("value")`),
  byteLength: (type, expression) => sql('octet_length(', expression, type === 'json' ? '::text)' : ')'),
  asNumber: (count) => sql('(', count, ')::double precision'),
  jsonLength: (list) =>
    sql(
      '(CASE json_typeof(',
      list,
      `) WHEN 'array' THEN json_array_length(`,
      list,
      `) WHEN 'string' THEN length(`,
      list,
      ` #>> '{}') END)`,
    ),
  jsonRows(list, columns) {
    // Declared as json, a column would take the element's JSON as it stands; ours is JSON inside a text.
    const read = columns.map(
      ({ name, type }) => `e."${memberName(name)}"${type === 'json' ? '::json AS "' + name + '"' : ''}`,
    );
    const declared = columns.map(({ name, type }) => `"${memberName(name)}" ${TYPES[type === 'json' ? 'text' : type]}`);
    return sql(`SELECT ${read.join(', ')} FROM json_to_recordset(`, list, `) AS e(${declared.join(', ')})`);
  },
  numberMembers: (name, value) => `"${name}":${JSON.stringify(value)}`,

  asColumn,
  jsonComputed: jsonValue,
  jsonValue,
  jsonObject(members) {
    if (members.length === 0) return sql(`'{}'::json`);
    return sql('(SELECT row_to_json(o) FROM (SELECT ', memberColumns(members), ') o)');
  },
  jsonScalar: (value, from) => sql('(SELECT ', value, from, ')'),
  jsonList(value, from, order) {
    const ordered = order ? sql(' ORDER BY ', order) : sql('');
    return sql('(SELECT COALESCE(json_agg(', value, ordered, `), '[]'::json)`, from, ')');
  },
  jsonText: (value) => sql('(', value, ')::text'),
  eachAsText: (members, rows) => ({
    text: sql('row_to_json(o)::text'),
    from: sql('(SELECT ', memberColumns(members), ' FROM ', rows, FENCE, ') o'),
  }),
  jsonElement: (type, expression) => sql('COALESCE(to_json(', jsonValue(type, expression), `)::text, 'null')`),
  textList(text, from, order) {
    const ordered = order ? sql(' ORDER BY ', order) : sql('');
    return sql(`(SELECT concat('[', string_agg(`, text, `, ','`, ordered, `), ']')`, from, ')');
  },

  pageList(text, from, share) {
    // Made once, although it is asked for three times.
    const texts = sql(' FROM (SELECT ', text, ' AS "text"', from, FENCE, ') b');
    const light = sql(`string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= `, share, ')');
    const sizes = 'count(*) AS "found", sum(octet_length(b."text")) AS "bytes"';
    return sql(`SELECT concat('[', `, light, `, ']') AS "items", ${sizes}`, texts);
  },
  keepsLongValuesApart: true,
  rowsForEach(outer, columns, from, where) {
    const rows = sql('SELECT ', namedColumns(columns), ` FROM ${from.join(', ')} WHERE `, where, FENCE);
    return sql('SELECT e.* FROM ', outer, ', LATERAL (', rows, ') e');
  },
  rowsNamed(outer, columns, { name, alias, account }, ids) {
    const own = identifier(alias);
    const isRow = sql(`${own}."account_id" = `, account, ` AND ${own}."id" = k."id"`);
    const row = sql(`LATERAL (SELECT ${own}.* FROM ${identifier(name)} AS ${own} WHERE `, isRow, FENCE, `) AS ${own}`);
    const from = [...(outer === null ? [] : [outer]), sql('LATERAL (', ids, ') AS k'), row];
    return sql('SELECT ', namedColumns(columns), ' FROM ', joinSql(from, ', '));
  },
};

function matches(negated: boolean, text: SqlFragment, pattern: SqlFragment): SqlFragment {
  return sql('(', text, ` COLLATE "C"`, negated ? ' NOT ILIKE ' : ' ILIKE ', pattern, ` ESCAPE '\\')`);
}

function isNull(negated: boolean, expression: SqlFragment): SqlFragment {
  return sql('(', expression, negated ? ' IS NOT NULL)' : ' IS NULL)');
}

function memberColumns(members: readonly JsonMember[]): SqlFragment {
  return joinColumns(
    members.map(({ name, value }) => sql(value, ` AS "${memberName(name)}"`)),
    ', ',
  );
}

function asColumn(type: ValueType, expression: SqlFragment): SqlFragment {
  // Zeros keep their sign.
  if (type === 'number') return sql('(', expression, ' + 0)');
  // A bare FALSE is nothing that can be sorted by.
  return type === 'boolean' ? sql('(', expression, ')::boolean') : sql('(', collated(type, expression), ')');
}

/** Of two tests of which both must hold, PostgreSQL makes two conditions, and then knows neither of them in an index. */
function asOneTest(expression: SqlFragment): SqlFragment {
  return sql('CASE (', expression, ') WHEN TRUE THEN TRUE WHEN FALSE THEN FALSE END');
}

/** Characters that could mean something in a text are written by their numbers. */
function textLiteral(text: string): string {
  const written = text.replace(/[^A-Za-z0-9 ,.:_+-]/gu, (character) => {
    return `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`;
  });
  return written === text ? `'${text}'` : `E'${written}'`;
}

function jsonValue(type: ValueType, expression: SqlFragment): SqlFragment {
  return type === 'datetime' ? datetimeText(expression) : expression;
}

/** Only columns of collection tables have the collation built in; expressions and system tables do not. */
function collated(type: ValueType, expression: SqlFragment): SqlFragment {
  return type === 'text' ? sql(expression, ' COLLATE "C"') : expression;
}
