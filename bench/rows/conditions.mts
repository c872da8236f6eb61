/**
 * Rows of W3 (docs/benchmarks.md) whose conditions need more than the record's own columns, each request with another literal,
 * so that no total is remembered; and one whose condition nearly every record meets.
 */
import type { Filled, Place } from '../place.mts';
import { type Row, wrkRow } from '../row.mts';

const USERS = 500;
const LOREM =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. '.repeat(5);

const ORGANIZATIONS: Filled = {
  definition: { name: 'w3_organizations', fields: [{ name: 'name', type: 'text', required: true }] },
  rows: 100,
  row: (number) => ({ name: number === 0 ? 'test' : `organization ${number}` }),
};

function authors(organizations: readonly string[]): Filled {
  const fields = [
    { name: 'username', type: 'text', required: true },
    { name: 'organization', type: 'reference', collection: 'w3_organizations', on_delete: 'cascade' },
  ];
  return {
    definition: { name: 'w3_authors', fields },
    rows: USERS,
    row: (number) => ({ username: `author ${number}`, organization: organizations[number % organizations.length] }),
  };
}

function posts(name: string, rows: number, authorIds: readonly string[]): Filled {
  const fields = [
    { name: 'title', type: 'text', required: true },
    { name: 'description', type: 'text' },
    { name: 'type', type: 'select', options: { values: ['a', 'b', 'c', 'd'], max: 3 } },
    { name: 'author', type: 'reference', collection: 'w3_authors', on_delete: 'cascade' },
  ];
  return {
    definition: { name, fields },
    rows,
    row: (number) => ({
      title: `Post ${number}`,
      description: LOREM,
      type: ['a', 'b', 'c', 'd'].slice(number % 3, (number % 3) + 2),
      author: authorIds[number % authorIds.length],
    }),
  };
}

async function filledPosts(place: Place, thousands: number): Promise<string> {
  const authorIds = await place.filled(authors(await place.filled(ORGANIZATIONS)));
  const name = `w3_posts${thousands}k`;
  await place.filled(posts(name, thousands * 1000, authorIds));
  return name;
}

/** `filter`: Lua, with `n` for the number of the request. */
function filtered(name: string, title: string, thousands: number, filter: string): Row {
  return wrkRow({ name, title: `${title}, ${thousands}k`, connections: 4 }, async (place) => {
    const url = place.url(`/records/${await filledPosts(place, thousands)}`);
    const lua = `local n = ${Date.now()}
local function encoded(text) return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end)) end
request = function() n = n + 1 return wrk.format("GET", wrk.path .. "?limit=20&filter=" .. encoded(${filter})) end\n`;
    return { url, lua };
  });
}

const OTHER_ORGANIZATION = `'author.organization.name != "test' .. n .. '"'`;
const NO_C = `'title != "' .. n .. '" && !(type = "c")'`;
const LOREM_IPSUM = `'description ~ "ipsum dolor"'`;

export const CONDITION_ROWS: readonly Row[] = [10, 100].flatMap((thousands) => [
  filtered(`relations-${thousands}k`, 'W3 author.organization.name != …', thousands, OTHER_ORGANIZATION),
  filtered(`members-${thousands}k`, 'W3 every element of type differs from c', thousands, NO_C),
  filtered(`description-${thousands}k`, 'W3 description ~ "ipsum dolor"', thousands, LOREM_IPSUM),
]);
