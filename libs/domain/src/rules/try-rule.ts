/** Decides a rule for made-up values: who asks, the record, and what a write sends. No record of the database is looked at. */
import { DomainError } from '#domain/kernel/errors';
import type { Catalog } from '#domain/schema/catalog';
import { asksDatabase } from './asks-database';
import { compileRule } from './compile-rule';
import type { Condition, RequestValues } from './condition';
import { evaluateCondition } from './evaluate';
import type { Row } from './evaluation';
import { sampleCollection, storedSample } from './sample-collection';

export interface RuleSample {
  readonly auth: RequestValues['auth'];
  /** null: none is given, and what depends on it is unknown. */
  readonly record: Row | null;
  /** What a write sends; empty: the rule is not that of a write. */
  readonly data: Row;
}

export interface RuleVerdict {
  readonly allowed: boolean;
  /** What the rule was checked against, and with which outcome. */
  readonly explanation: string;
}

/**
 * With a record and data, the rule is checked as update rules are: against the record as it is and as it would become.
 * `catalog`: the collections that @has_permission may ask for; `now`: Unix milliseconds. Throws DomainError as compileRule.
 */
export function tryRule(text: string, sample: RuleSample, catalog: Catalog, now: number): RuleVerdict {
  const record = sample.record && storedSample(sample.record);
  const data = storedSample(sample.data);
  const collection = sampleCollection(record ? [record, data] : [data]);
  const condition = compileRule(text, { collection, catalog, operation: 'update' }, 'Invalid rule');

  requireInMemory(condition);

  const views = viewsOf(record, data);
  const environment = {
    values: { auth: sample.auth, data, now: new Date(now) },
    relations: { find: () => undefined },
    old: record ?? undefined,
    written: views.at(-1)?.row ?? undefined,
  };
  const verdicts = views.map(({ row, what }) => ({
    what,
    truth: evaluateCondition(condition, { ...environment, row }),
  }));
  return {
    allowed: verdicts.every(({ truth }) => truth === true),
    explanation: verdicts.map(({ what, truth }) => `${what}: ${truth ?? 'unknown, which is not true'}`).join('; '),
  };
}

/** Throws DomainError RULE_TYPE. */
function requireInMemory(condition: Condition): void {
  if (!asksDatabase(condition)) return;
  const message =
    'Invalid rule: Only the database can answer its SQL macros, so it has to be tried on a record of a collection';
  throw new DomainError('RULE_TYPE', 'invalid', message);
}

interface View {
  readonly what: string;
  readonly row: Row | null;
}

/** The rows that the rule must hold for; what a write leaves behind is the last. */
function viewsOf(record: Row | null, data: Row): readonly View[] {
  const isWrite = Object.keys(data).length > 0;
  if (!isWrite) return [{ what: record ? 'for the record' : 'without a record', row: record }];
  if (!record) return [{ what: 'for the new record', row: data }];
  return [
    { what: 'for the record as it is', row: record },
    { what: 'for the record as it would become', row: { ...record, ...data } },
  ];
}
