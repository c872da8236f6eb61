/** Statements about rules: one row each, with the guards beside the answer. The tenant condition comes first in every one. */
import type { ComparisonPlan, JudgementPlan, SurveyPlan } from '#domain/query/trial-plan';
import type { Condition } from '#domain/rules/condition';
import type { Collection } from '#domain/schema/collection';
import type { PhysicalIndex } from '#domain/schema/physical-indexes';
import { servingIndex } from './choose-index';
import { compileCondition, conditionTerms } from './compile-condition';
import { guardColumns } from './compile-guards';
import { compileSeenValue } from './compile-values';
import type { Dialect } from './dialect/dialect';
import { forEachCaller } from './for-each-caller';
import type { Frame } from './frame';
import { inReach } from './in-reach';
import { recordFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { asRecords, recordsOf } from './row-source';
import { type Slot, type SqlFragment, type Statement, joinSql, parameter, sql } from './sql-fragment';

/** What a comparison looks at, and a survey counts to. */
export const MAX_EXAMINED = 10_000;
/** Of the records that are gained, and of those that are lost. */
const MAX_IDS = 100;
const CALLER = 'caller';

export interface CompiledJudgement {
  readonly statement: Statement;
  /** As those of forEachCaller(). */
  readonly slots: readonly Slot[];
}

/**
 * Parameters: credential, account, id, callers (callersText()). Row: stamp, schema, answers (text: JSON list with an object for
 * each caller, empty where there is no such record). An object has allowed, p0, p1, … (the parts), and v0, v1, … (the values).
 */
export function compileJudgement(plan: JudgementPlan, dialect: Dialect): CompiledJudgement {
  const frame = nothingWritten(dialect);
  const truth = (condition: Condition): SqlFragment => dialect.jsonValue('boolean', compileCondition(frame, condition));
  const answer = dialect.jsonObject([
    { name: 'allowed', value: truth(plan.rule) },
    ...plan.parts.map((part, index) => ({ name: `p${index}`, value: truth(part) })),
    ...plan.values.map((value, index) => ({ name: `v${index}`, value: compileSeenValue(frame, value) })),
  ]);
  const { fragment, columns, slots } = forEachCaller(dialect.jsonText(answer), CALLER);
  const callers = sql('(', dialect.jsonRows(parameter('callers', 'json'), columns), `) AS "${CALLER}"`);
  const isRecord = sql(frame.row.column('id'), ' = ', parameter('id', 'text'));
  const where = joinSql([...inReach(frame.row, 'account'), isRecord], ' AND ');
  const from = sql(' FROM ', callers, ` CROSS JOIN ${recordsOf(plan.collection)} WHERE `, where);
  const answers = dialect.textList(fragment, from, sql(`"${CALLER}"."n"`));
  return { statement: renderStatement(dialect, beside(answers, 'answers')), slots };
}

/**
 * Parameters: credential, account. Row: stamp, schema, records (of the account), compared, gained and lost (numbers of records), gained_ids and lost_ids
 * (text: JSON list of the newest).
 */
export function compileComparison(plan: ComparisonPlan, dialect: Dialect): Statement {
  const frame = nothingWritten(dialect);
  const holds = (condition: Condition, name: string): SqlFragment =>
    sql('CASE WHEN ', compileCondition(frame, condition), ` THEN 1 ELSE 0 END AS "${name}"`);
  const newest = sql(dialect.orderTerm('text', frame.row.column('id'), true, false), ` LIMIT ${MAX_EXAMINED}`);
  const own = joinSql(inReach(frame.row, 'account'), ' AND ');
  const examined = asRecords(sql('SELECT * ', from(plan.collection), ' WHERE ', own, ' ORDER BY ', newest));
  const columns = joinSql([frame.row.column('id'), holds(plan.before, 'before'), holds(plan.after, 'after')], ', ');
  const isGained = '"before" < "after"';
  const isLost = '"before" > "after"';
  return renderStatement(
    dialect,
    sql(
      'WITH c AS MATERIALIZED (SELECT ',
      columns,
      ' FROM ',
      examined,
      ') SELECT ',
      guardColumns(),
      ', ',
      recordsOfAccount(plan.collection),
      ', (SELECT count(*) FROM c) AS "compared"',
      `, (SELECT count(*) FROM c WHERE ${isGained}) AS "gained", (SELECT count(*) FROM c WHERE ${isLost}) AS "lost", `,
      joinSql([newestIds(dialect, isGained, 'gained_ids'), newestIds(dialect, isLost, 'lost_ids')], ', '),
    ),
  );
}

export interface CompiledSurvey {
  readonly statement: Statement;
  /** null: every record of the account is read. */
  readonly index: PhysicalIndex | null;
}

/** Parameters: credential, account. Row: stamp, schema, records (of the account), rows (to be read; at most MAX_EXAMINED and one). */
export function compileSurvey({ collection, where }: SurveyPlan, dialect: Dialect): CompiledSurvey {
  const frame = recordFrame(dialect);
  const serving = servingIndex(collection, where);
  const equalities = serving?.fixed.flatMap((condition) => conditionTerms(frame, condition)) ?? [];
  const read = joinSql([...inReach(frame.row, 'account'), ...equalities], ' AND ');
  const rows = sql('SELECT 1 ', from(collection), ' WHERE ', read, ` LIMIT ${MAX_EXAMINED + 1}`);
  const counted = sql(recordsOfAccount(collection), ', (SELECT count(*) FROM (', rows, ') AS m) AS "rows"');
  const statement = renderStatement(dialect, sql('SELECT ', guardColumns(), ', ', counted));
  return { statement, index: serving?.index ?? null };
}

function recordsOfAccount({ id }: Collection): SqlFragment {
  return sql(
    'COALESCE((SELECT "count" FROM "record_counts" WHERE "account_id" = ',
    parameter('account', 'text'),
    ' AND "collection_id" = ',
    { from: 'constant', type: 'text', value: id },
    '), 0) AS "records"',
  );
}

function beside(answer: SqlFragment, name: string): SqlFragment {
  return sql('SELECT ', guardColumns(), ', ', answer, ` AS "${name}"`);
}

function newestIds(dialect: Dialect, condition: string, name: string): SqlFragment {
  const order = dialect.orderTerm('text', sql('c."id"'), true, false);
  const found = sql(`(SELECT c."id" FROM c WHERE ${condition} ORDER BY `, order, ` LIMIT ${MAX_IDS}) AS i`);
  const list = dialect.textList(dialect.jsonElement('text', sql('i."id"')), sql(' FROM ', found), null);
  return sql(list, ` AS "${name}"`);
}

/** A rule of a write, asked of a record as it is. */
function nothingWritten(dialect: Dialect): Frame {
  return { ...recordFrame(dialect), changed: () => sql('FALSE') };
}

function from(collection: Collection): string {
  return `FROM ${recordsOf(collection)}`;
}
