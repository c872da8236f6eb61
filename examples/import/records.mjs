/**
 * Creates records from a JSON file, a hundred in a transaction, and notes which id became which:
 *
 *   node records.mjs <collection> <file.json> <field> <field>=<member> <reference>=<member>@<ids.json>
 *
 * A field takes the member of its own name or the one behind `=`. Behind `@` stands the file of ids that an earlier run
 * wrote for the collection that the reference leads to. API, TOKEN (of a superadmin) and ACCOUNT are variables.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const BATCH = 100;
const { API, TOKEN, ACCOUNT } = process.env;
const [collection, file, ...columns] = process.argv.slice(2);

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const content = read(file);
/** A list, or what the others' APIs answer with: PocketBase has `items`, Directus `data`. */
const rows = Array.isArray(content) ? content : (content.items ?? content.data);
const fields = columns.map((column) => {
  const [, name, member = name, ids] = /^(\w+)(?:=(\w+))?(?:@(.+))?$/.exec(column);
  return { name, member, ids: ids && read(ids) };
});

/** Nothing stands for a missing reference; in PocketBase that is an empty text. */
const newId = (ids, old) => (old === '' || old === null ? null : ids[old]);
const valueOf = ({ member, ids }, row) => {
  const value = row[member];
  if (!ids || value === undefined) return value;
  return Array.isArray(value) ? value.map((old) => ids[old]) : newId(ids, value);
};
const recordOf = (row) => Object.fromEntries(fields.map((field) => [field.name, valueOf(field, row)]));

async function create(records) {
  const body = JSON.stringify({ records });
  const response = await fetch(`${API}/records/${collection}/batch?fields=id`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      'X-Account-ID': ACCOUNT,
      'Content-Type': 'application/json',
      // The same batch again, after a broken connection for example, creates nothing twice.
      'Idempotency-Key': createHash('sha256').update(`${ACCOUNT} ${collection} ${body}`).digest('hex'),
    },
    body,
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()).created;
}

const ids = {};
for (let start = 0; start < rows.length; start += BATCH) {
  const some = rows.slice(start, start + BATCH);
  const created = await create(some.map(recordOf));
  for (const [index, row] of some.entries()) ids[row.id] = created[index].id;
}
writeFileSync(file.replace(/(\.json)?$/, '.ids.json'), JSON.stringify(ids));
process.stdout.write(`${rows.length} records of ${collection} were created.\n`);
