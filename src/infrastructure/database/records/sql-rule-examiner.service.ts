import { Injectable } from '@nestjs/common';
import type { Planned, RecordKey } from '#application/ports/record-store';
import { type Comparison, type Judgement, RuleExaminer, type Survey } from '#application/ports/rule-examiner';
import type { ComparisonPlan, JudgementPlan, SurveyPlan } from '#domain/query/trial-plan';
import type { Operand, RequestValues } from '#domain/rules/condition';
import type { JsonValue } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileComparison, compileJudgement, compileSurvey, MAX_EXAMINED } from '#sql/compile-trial';
import { compileValue } from '#sql/compile-value';
import { callersText } from '#sql/for-each-caller';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlValue, Statement } from '#sql/sql-fragment';
import { Database } from '../database';
import type { ReadPool } from '../reads/read-pool';
import type { Row } from '../sql-connection';
import { assertFresh, credentialOf, readAll } from './dynamic-table.service';

/** Compiles each question when it is asked: nobody asks one often. */
@Injectable()
export class SqlRuleExaminer extends RuleExaminer {
  private readonly reads: ReadPool;
  private readonly dialect: Dialect;

  constructor({ reads, dialect }: Database) {
    super();
    this.reads = reads;
    this.dialect = dialect;
  }

  override async judge(
    planned: Planned,
    plan: JudgementPlan,
    { accountId, id }: RecordKey,
    callers: readonly RequestValues[],
  ): Promise<readonly Judgement[] | null> {
    const { statement, slots } = compileJudgement(plan, this.dialect);
    const texts = callersText(statement.booleans, slots, callers);
    // What differs between callers is in the list; the rest, such as the time, is the same for all.
    const row = await this.run(planned, statement, callers[0]!, { account: accountId, id, callers: texts });
    const answers = JSON.parse(row['answers'] as string) as Readonly<Record<string, JsonValue>>[];
    return answers.length === 0 ? null : answers.map((answer) => judgementOf(plan, answer));
  }

  override async compare(
    planned: Planned,
    plan: ComparisonPlan,
    accountId: string,
    request: RequestValues,
  ): Promise<Comparison> {
    const row = await this.run(planned, compileComparison(plan, this.dialect), request, { account: accountId });
    return {
      records: row['records'] as number,
      compared: row['compared'] as number,
      gained: { total: row['gained'] as number, ids: JSON.parse(row['gained_ids'] as string) as string[] },
      lost: { total: row['lost'] as number, ids: JSON.parse(row['lost_ids'] as string) as string[] },
    };
  }

  override async survey(
    planned: Planned,
    plan: SurveyPlan,
    accountId: string,
    request: RequestValues,
  ): Promise<Survey> {
    const { statement, index } = compileSurvey(plan, this.dialect);
    const row = await this.run(planned, statement, request, { account: accountId });
    const { records, rows } = row as Record<'records' | 'rows', number>;
    const named = index === null ? null : { name: index.name, fields: index.fields };
    // How many all are is kept.
    if (index === null) return { records, index: named, rows: records, exact: true };
    return { records, index: named, rows: Math.min(rows, MAX_EXAMINED), exact: rows <= MAX_EXAMINED };
  }

  override async value(
    planned: Planned,
    operand: Operand,
    accountId: string,
    request: RequestValues,
  ): Promise<JsonValue> {
    const row = await this.run(planned, compileValue(operand, this.dialect), request, { account: accountId });
    return JSON.parse(row['value'] as string) as JsonValue;
  }

  private async run(
    planned: Planned,
    statement: Statement,
    request: RequestValues,
    parameters: Readonly<Record<string, SqlValue>>,
  ): Promise<Row> {
    const values = bindStatement(statement, {
      request,
      parameters: { ...parameters, credential: credentialOf(planned) },
    });
    const [row] = await readAll(this.reads, planned, statement.text, values);
    assertFresh(planned, row!);
    return row!;
  }
}

function judgementOf({ parts, values }: JudgementPlan, answer: Readonly<Record<string, JsonValue>>): Judgement {
  return {
    allowed: answer['allowed'] === true,
    parts: parts.map((_, index) => answer[`p${index}`] as boolean | null),
    values: values.map((_, index) => answer[`v${index}`] ?? null),
  };
}
