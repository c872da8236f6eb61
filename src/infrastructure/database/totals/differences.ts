import { Logger } from '@nestjs/common';
import type { ListPlan } from '#domain/query/record-plan';
import { compileDifference, type DifferenceStatement } from '#sql/compile-difference';
import type { Dialect } from '#sql/dialect/dialect';
import { isLostConnection, OwnStatementFailed } from '../errors/driver-error';
import type { SqlConnection } from '../sql-connection';
import { askDifference, imagesToAsk } from './ask-difference';
import { Budget } from './budget';
import type { CarriedTotal } from './carried-total';
import { evaluateDifference } from './evaluate-difference';
import type { Image } from './images';
import type { MovedPlace } from './moved-place';

const logger = new Logger('CarriedTotals');

interface Question {
  readonly moved: MovedPlace;
  readonly total: CarriedTotal;
  readonly images: readonly Image[];
}

/** Finds out what a transaction adds to the totals of the places that it moves, as far as that is quick. */
export class Differences {
  private readonly statements = new WeakMap<ListPlan, DifferenceStatement>();

  constructor(
    private readonly dialect: Dialect,
    private readonly elapsed: () => number,
  ) {}

  async find(sql: SqlConnection, places: readonly MovedPlace[]): Promise<void> {
    const budget = new Budget(this.elapsed);
    const questions = places.flatMap((moved) => findInMemory(moved, budget));
    for (const [index, question] of questions.entries()) {
      // One is asked in any case: on a busy machine or a slow line, a millisecond is over before its answer is there.
      if (index > 0 && budget.isOver) return;
      await this.ask(sql, question);
    }
  }

  private async ask(sql: SqlConnection, { moved, total, images }: Question): Promise<void> {
    const { account, version, place, differences } = moved;
    try {
      const difference = await askDifference(sql, this.statementOf(total.plan), total, account, images, version);
      if (difference !== null) differences.set(total, difference);
    } catch (error) {
      // Who writes must not fail because of what others read, so the units run again without it.
      place.totals.clear();
      if (isLostConnection(error)) throw error;
      logger.error('A total could not be carried on', error instanceof Error ? error.stack : String(error));
      throw new OwnStatementFailed('A total could not be carried on', { cause: error });
    }
  }

  private statementOf(plan: ListPlan): DifferenceStatement {
    let statement = this.statements.get(plan);
    if (statement === undefined) this.statements.set(plan, (statement = compileDifference(plan, this.dialect)));
    return statement;
  }
}

/** What is left is for the database. */
function findInMemory(moved: MovedPlace, budget: Budget): readonly Question[] {
  const { changes, place, differences } = moved;
  const totals = place.forCommit();
  if (changes === null) return [];
  const questions: Question[] = [];
  for (const total of totals) {
    if (budget.isOver) break;
    if (total.carried.related) {
      const images = imagesToAsk(total, changes);
      if (images === undefined) differences.set(total, { by: 0, others: null });
      else if (images !== null) questions.push({ moved, total, images });
    } else {
      const difference = evaluateDifference(total, changes, budget);
      if (difference !== null) differences.set(total, difference);
    }
  }
  return questions;
}
