import { recordsTooLarge } from '#application/records/record-errors';
import { type BindSources, bindStatement } from '#sql/bind';
import type { Statement } from '#sql/sql-fragment';
import { readStoredLines, type StoredLine } from '#sql/stored-lines';
import type { SqlConnection } from '../sql-connection';
import { type HeldRow, toHeldRow } from './held-row';
import type { UnitBounds } from './unit-bounds';

/** So many rows are read at a time where it is not known yet how heavy they are. */
const FIRST_PORTION = 8;
/** However light they are: a portion is read as one text, and V8 frees texts of 128 KiB and more in full collections only. */
const LARGEST_PORTION = 200;

/** Reads the stored records that one unit changes or deletes, so many bytes of them at most. */
export class HeldRows {
  /** The bytes of the heaviest row that each statement has found. */
  private static readonly heaviest = new WeakMap<Statement, number>();

  constructor(
    private readonly sql: SqlConnection,
    private readonly limit: number,
    private readonly unit: UnitBounds,
  ) {}

  /**
   * The items that a statement finds rows for, in portions: as many as may be held if their rows are like the heaviest so far, then
   * twice as many, up to LARGEST_PORTION. To find a row among large ones takes SQLite milliseconds, so where the first are too
   * large the others are not looked for.
   */
  *portionsOf<T>(statement: Statement, items: readonly T[]): Generator<readonly T[]> {
    const heaviest = HeldRows.heaviest.get(statement) ?? this.limit;
    let size = Math.max(FIRST_PORTION, Math.floor(this.limit / heaviest));
    for (let from = 0; from < items.length; from += size, size *= 2) {
      size = Math.min(size, LARGEST_PORTION);
      yield items.slice(from, from + size);
    }
  }

  /**
   * `statement`: of compile-delete.ts; `most`: as many rows as it may find. Each may have an equal part of what is left at first;
   * what has more is read when it is known that all fit in. Throws QUERY_TOO_COMPLEX (422).
   */
  async read(statement: Statement, sources: BindSources, most: number): Promise<HeldRow[]> {
    return (await this.lines(statement, sources, most)).map(toHeldRow);
  }

  /** As read(). */
  async lines(statement: Statement, sources: BindSources, most: number): Promise<readonly StoredLine[]> {
    const read = async (share: number): Promise<readonly StoredLine[]> => {
      const parameters = { ...sources.parameters, share };
      const [row] = await this.sql.all(statement.text, bindStatement(statement, { ...sources, parameters }));
      return readStoredLines(row!['lines'] as string | null);
    };
    const lines = await read(Math.floor((this.limit - this.unit.held) / most));
    let heaviest = HeldRows.heaviest.get(statement) ?? 1;
    for (const { weight } of lines) {
      this.unit.held += weight;
      heaviest = Math.max(heaviest, weight);
    }
    HeldRows.heaviest.set(statement, heaviest);
    if (this.unit.held > this.limit) throw recordsTooLarge(this.limit);
    const isWhole = lines.every(({ body }) => body !== '');
    return isWhole ? lines : read(this.limit);
  }
}
