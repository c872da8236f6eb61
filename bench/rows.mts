/** All rows, in the order in which they run: those of one server process first. */
import type { Row } from './row.mts';
import { BATCH_ROWS } from './rows/batches.mts';
import { CONDITION_ROWS } from './rows/conditions.mts';
import { GROUP_ROWS } from './rows/groups.mts';
import { MANY_ROWS } from './rows/many-rows.mts';
import { MASK_ROWS } from './rows/masks.mts';
import { RECORD_ROWS } from './rows/records.mts';
import { REFRESH_ROWS } from './rows/refreshes.mts';

const ROWS = [
  ...RECORD_ROWS,
  ...MASK_ROWS,
  ...CONDITION_ROWS,
  ...GROUP_ROWS,
  ...BATCH_ROWS,
  ...MANY_ROWS,
  ...REFRESH_ROWS,
].sort((one, other) => one.workers - other.workers);

/** Those with these names, separated by commas; all when there are none. */
export function chosenRows(names: string | undefined): readonly Row[] {
  if (names === undefined) return ROWS;
  return names.split(',').map((name) => {
    const row = ROWS.find((candidate) => candidate.name === name);
    if (!row) throw new Error(`There is no row ${name}. There are: ${ROWS.map((known) => known.name).join(', ')}`);
    return row;
  });
}
