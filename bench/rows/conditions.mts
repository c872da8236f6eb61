/**
 * Rows of W3 (docs/benchmarks.md) whose conditions read long texts or need more than the record's own columns: repeated, each request
 * with another literal, so that no total is remembered, and repeated while somebody changes records of the collection.
 */
import { setTimeout } from 'node:timers/promises';
import type { Filled, Place } from '../place.mts';
import { type Row, type Sent, wrkRow } from '../row.mts';
import { call } from '../server.mts';
import { runWrk } from '../wrk.mts';

const USERS = 500;
const LISTS_IN_FLIGHT = 4;
const CHANGES_PER_SECOND = 50;
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

interface Posts {
  readonly name: string;
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}

async function filledPosts(place: Place, thousands: number): Promise<Posts> {
  const authorIds = await place.filled(authors(await place.filled(ORGANIZATIONS)));
  const name = `w3_posts${thousands}k`;
  return { name, ids: await place.filled(posts(name, thousands * 1000, authorIds)), authorIds };
}

/** `filter`: Lua, with `n` for the number of the request. */
function lists(place: Place, { name }: Posts, filter: string): Sent {
  const lua = `local n = ${Date.now()}
local function encoded(text) return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end)) end
request = function() n = n + 1 return wrk.format("GET", wrk.path .. "?limit=20&filter=" .. encoded(${filter})) end\n`;
  return { url: place.url(`/records/${name}`), lua };
}

function filtered(name: string, title: string, thousands: number, filter: string): Row {
  return wrkRow({ name, title: `${title}, ${thousands}k`, connections: LISTS_IN_FLIGHT }, async (place) =>
    lists(place, await filledPosts(place, thousands), filter),
  );
}

/** Every change is one that the condition depends on: of the description or the author. Resolves with how many there were. */
async function change(place: Place, { name, ids, authorIds }: Posts, seconds: number): Promise<number> {
  const began = performance.now();
  let made = 0;
  while (performance.now() - began < seconds * 1000) {
    const id = ids[Math.floor(Math.random() * ids.length)];
    const author = authorIds[Math.floor(Math.random() * authorIds.length)];
    const description = Math.random() < 0.5 ? LOREM : 'Another text.';
    await call(place.server, 'PATCH', `/records/${name}/${id}`, { author, description }, place.member.token);
    made += 1;
    await setTimeout(Math.max(0, began + (1000 * made) / CHANGES_PER_SECOND - performance.now()));
  }
  return made;
}

/** As filtered(), while one client changes records. */
function changed(name: string, title: string, thousands: number, filter: string): Row {
  return {
    name,
    title: `${title}, ${thousands}k, beside ${CHANGES_PER_SECOND} changes a second`,
    connections: LISTS_IN_FLIGHT,
    figure: 'perSecond',
    workers: 1,
    async run(place, seconds) {
      const filled = await filledPosts(place, thousands);
      const load = {
        ...lists(place, filled, filter),
        token: place.member.token,
        connections: LISTS_IN_FLIGHT,
        seconds,
      };
      const [result, made] = await Promise.all([runWrk(load), change(place, filled, seconds)]);
      return { ...result, note: `with ${Math.round(made / seconds)} changes/s` };
    },
  };
}

const ORGANIZATION = `'author.organization.name != "test"'`;
const OTHER_ORGANIZATION = `'author.organization.name != "test' .. n .. '"'`;
const NO_C = `'title != "' .. n .. '" && !(type = "c")'`;
const LOREM_IPSUM = `'description ~ "ipsum dolor"'`;
const OTHER_LOREM_IPSUM = `'description ~ "ipsum dolor" && title != "' .. n .. '"'`;
const RELATIONS = 'W3 author.organization.name != …';
const DESCRIPTION = 'W3 description ~ "ipsum dolor"';

export const CONDITION_ROWS: readonly Row[] = [10, 100].flatMap((thousands) => [
  filtered(`relations-repeated-${thousands}k`, `${RELATIONS}, repeated`, thousands, ORGANIZATION),
  filtered(`relations-${thousands}k`, RELATIONS, thousands, OTHER_ORGANIZATION),
  changed(`relations-changed-${thousands}k`, RELATIONS, thousands, ORGANIZATION),
  filtered(`members-${thousands}k`, 'W3 every element of type differs from c', thousands, NO_C),
  filtered(`description-${thousands}k`, `${DESCRIPTION}, repeated`, thousands, LOREM_IPSUM),
  filtered(`description-different-${thousands}k`, `${DESCRIPTION} && title != …`, thousands, OTHER_LOREM_IPSUM),
  changed(`description-changed-${thousands}k`, DESCRIPTION, thousands, LOREM_IPSUM),
]);
