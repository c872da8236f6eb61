import { SharedWork, type Transaction, type Work, WorkRefused } from '#application/ports/transactions';
import type { SqlValue } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';
import { sqlOf } from './transaction';

/** One statement over a JSON parameter of rows, that returns at least `id` for each row it wrote. */
export interface SharedStep {
  /** Steps with equal texts have equal values, except the rows. */
  readonly text: string;
  /** The statement's values with the JSON array of rows in its place. */
  bind(rowsJson: string): readonly SqlValue[];
  /** One JSON text per row. */
  readonly rows: readonly string[];
  /** The ids of the rows, in the same order, distinct. */
  readonly ids: readonly string[];
}

/** The statement of a step left out some rows (a condition does not hold for them). */
export class StepRefused extends WorkRefused {
  override readonly name = 'StepRefused';

  constructor(
    /** Zero-based. */
    readonly step: number,
    /** Zero-based positions in the step's rows. */
    readonly refused: readonly number[],
  ) {
    super('A statement did not write every row');
  }
}

/** Work whose steps run as one statement each for all units of a commit that have the same shape. */
export class SharedSteps<T> extends SharedWork<T> {
  /** Equal for units that can share their statements. */
  readonly shape: string;

  constructor(
    readonly steps: readonly SharedStep[],
    /** The result of the unit, from the rows that each step returned, in the order of the step's rows. */
    readonly finish: (tx: Transaction, returned: readonly (readonly Row[])[]) => T,
  ) {
    super();
    this.shape = steps.length === 1 ? steps[0]!.text : steps.map(({ text }) => text).join(';');
  }

  /** Rejects with StepRefused when a step left rows out. */
  override async run(tx: Transaction): Promise<T> {
    const returned: Row[][] = [];
    for (const [index, step] of this.steps.entries()) {
      const [rows] = await runStep(sqlOf(tx), [step], index);
      if (rows instanceof StepRefused) throw rows;
      returned.push(rows!);
    }
    return this.finish(tx, returned);
  }
}

/** What a row costs beside its characters. */
const ROW_SIZE = 256;

/** Characters of the rows, which a unit of another kind tells nobody. */
export function sizeOf(work: Work<unknown>): number {
  if (!(work instanceof SharedSteps)) return ROW_SIZE;
  let size = 0;
  for (const { rows } of work.steps) for (const row of rows) size += row.length + ROW_SIZE;
  return size;
}

/** Runs the same step of several units as one statement. The result of each: its rows, or StepRefused. */
export async function runStep(
  sql: SqlConnection,
  steps: readonly SharedStep[],
  index: number,
): Promise<(Row[] | StepRefused)[]> {
  const first = steps[0]!;
  const returned = new Map<unknown, Row>();
  const json = `[${steps.map(({ rows }) => rows.join(',')).join(',')}]`;
  for (const row of await sql.all(first.text, first.bind(json))) returned.set(row['id'], row);
  return steps.map(({ ids }) => pickRows(ids, returned, index));
}

function pickRows(ids: readonly string[], returned: ReadonlyMap<unknown, Row>, index: number): Row[] | StepRefused {
  const rows: Row[] = [];
  const refused: number[] = [];
  for (let position = 0; position < ids.length; position += 1) {
    const row = returned.get(ids[position]);
    if (row === undefined) refused.push(position);
    else rows.push(row);
  }
  return refused.length === 0 ? rows : new StepRefused(index, refused);
}
