/** Records changed and deleted a hundred at a time. */
import type { Filled } from '../place.mts';
import { luaTable, type Row, wrkRow } from '../row.mts';

const CHAINS = 4;
const BATCH = 100;

const ITEMS: Filled = {
  definition: {
    name: 'items',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'amount', type: 'number' },
    ],
  },
  rows: CHAINS * BATCH,
  row: (number) => ({ name: `item ${number}`, amount: number }),
};

/** Each chain has a hundred records of its own, and changes all of them with each request. */
const updates = wrkRow({ name: 'batch-updates', title: 'Batch update of 100', connections: CHAINS }, async (place) => {
  const lua = `local ids = ${luaTable(await place.filled(ITEMS))}
local chains = 0
setup = function(thread) thread:set("first", chains * ${BATCH}) chains = chains + 1 end
local amount = 0
request = function()
  amount = amount + 1
  local records = {}
  for n = 1, ${BATCH} do
    records[n] = string.format('{"id":"%s","data":{"amount":%d}}', ids[first + n], amount)
  end
  return wrk.format("PATCH", nil, nil, '{"records":[' .. table.concat(records, ",") .. ']}')
end\n`;
  return { url: place.url('/records/items/batch'), threads: CHAINS, lua };
});

/** Each chain creates a hundred records and deletes them with its next request. */
const deletes = wrkRow(
  { name: 'batch-deletes', title: 'Batch create and delete of 100, in turns', connections: CHAINS },
  async (place) => {
    await place.filled(ITEMS);
    const records = Array.from({ length: BATCH }, (_, number) => ITEMS.row(number, place.member));
    const lua = `local created
request = function()
  if created == nil then return wrk.format("POST", nil, nil, '${JSON.stringify({ records })}') end
  local body = '{"ids":[' .. table.concat(created, ",") .. ']}'
  return wrk.format("DELETE", nil, nil, body)
end
response = function(status, headers, body)
  if created ~= nil then created = nil return end
  created = {}
  for id in body:gmatch('"id":("[^"]+")') do created[#created + 1] = id end
end\n`;
    return { url: place.url('/records/items/batch'), threads: CHAINS, lua };
  },
);

export const BATCH_ROWS: readonly Row[] = [updates, deletes];
