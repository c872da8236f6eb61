import type { Transaction } from '#application/ports/transactions';
import type { RecordBounds } from './record-bounds';
import { AnswerSize } from './size-check';
import { WrittenRows } from './written-rows';

const known = new WeakMap<Transaction, UnitBounds>();

/** What a unit writes, is answered with and holds of stored records, whatever its parts are. */
export class UnitBounds {
  readonly answer: AnswerSize;
  readonly rows: WrittenRows;
  /** Bytes of the stored records that are held. */
  held = 0;

  private constructor({ answer, rows }: RecordBounds) {
    this.answer = new AnswerSize(answer);
    this.rows = new WrittenRows(rows);
  }

  static of(tx: Transaction, bounds: RecordBounds): UnitBounds {
    let own = known.get(tx);
    if (own === undefined) known.set(tx, (own = new UnitBounds(bounds)));
    return own;
  }
}
