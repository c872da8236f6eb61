/** Rows of W3 (docs/benchmarks.md): sums of 100,000 records by a field of few values, as remembered, and with nothing remembered. */
import type { Filled } from '../place.mts';
import { type Row, wrkRow } from '../row.mts';

const STATUSES = ['new', 'paid', 'sent', 'returned', 'closed'];

const ORDERS: Filled = {
  definition: {
    name: 'w3_orders',
    fields: [
      { name: 'title', type: 'text', required: true },
      { name: 'status', type: 'select', options: { values: STATUSES } },
      { name: 'price', type: 'number' },
    ],
  },
  rows: 100_000,
  row: (number) => ({
    title: `Order ${number}`,
    status: STATUSES[number % STATUSES.length],
    price: ((number * 7919) % 100_000) / 100,
  }),
};

/** `filter`: Lua, with `n` for the number of the request. */
function grouped(name: string, title: string, functions: string, filter: string): Row {
  return wrkRow({ name, title, connections: 4 }, async (place) => {
    await place.filled(ORDERS);
    const url = place.url('/records/w3_orders/aggregate');
    const lua = `local n = ${Date.now()}
local query = "?group_by=status&functions=${functions}&filter="
request = function() n = n + 1 return wrk.format("GET", wrk.path .. query .. ${filter}) end\n`;
    return { url, lua };
  });
}

const OTHERS = '"price%20%3E%20-" .. n';

export const GROUP_ROWS: readonly Row[] = [
  grouped('groups-100k', 'W3 sum by status, 100k, remembered', 'count(),sum(price)', '""'),
  grouped('groups-other-100k', 'W3 sum by status, 100k, each another filter', 'count(),sum(price)', OTHERS),
  grouped('counts-other-100k', 'W3 count by status, 100k, each another filter', 'count()', OTHERS),
];
