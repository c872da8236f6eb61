/** Values that every row of a write brings along, as columns of the rows that one JSON parameter is read as. */
import { type BindSources, bindSlot } from './bind';
import type { Dialect, JsonColumn } from './dialect/dialect';
import { type BooleanValues, type Slot, type SqlFragment, sql } from './sql-fragment';

export class RowSlots {
  readonly list: Slot[] = [];

  add(slot: Slot): SqlFragment {
    this.list.push(slot);
    return sql(`n."c${this.list.length - 1}"`);
  }

  /** Replaces placeholders by columns of the row, literals included: rows then merge whatever their rules compare with. */
  inRow(fragment: SqlFragment): SqlFragment {
    return sql(...fragment.parts.map((part) => (typeof part === 'string' ? part : this.add(part))));
  }

  columns(): readonly JsonColumn[] {
    return this.list.map((slot, index) => ({ name: `c${index}`, type: slot.type }));
  }
}

/** What a statement over rows needs to make its rows. */
export interface RowStatement {
  readonly booleans: BooleanValues;
  /** What every element of the parameter `rows` holds, as c0, c1, … */
  readonly rowSlots: readonly Slot[];
  readonly numberMembers: Dialect['numberMembers'];
}

/** One element of the parameter `rows`, as JSON text. */
export function rowJson(statement: RowStatement, sources: BindSources): string {
  let json = '';
  statement.rowSlots.forEach((slot, index) => {
    const value = bindSlot(statement.booleans, slot, sources);
    if (value === null) return;
    if (json !== '') json += ',';
    json +=
      slot.type === 'number'
        ? statement.numberMembers(`c${index}`, Number(value))
        : `"c${index}":${JSON.stringify(value)}`;
  });
  return `{${json}}`;
}
