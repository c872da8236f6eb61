/** Lists that no index helps. */
import type { Filled } from '../../place.mts';
import { type Case, tokensOf } from '../case.mts';
import { stranger } from '../sent.mts';

const ROWS = 20_000;
const CLIENTS = 32;
const MEMBERS = 4;
const TEXT = 'the quick brown fox jumps over the lazy dog '.repeat(10);

const texts: Filled = {
  definition: {
    name: 'texts',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'number', type: 'number' },
    ],
    list_rule: '',
  },
  rows: ROWS,
  row: (number) => ({ text: `${TEXT}${number}`, number }),
};

const QUERIES = [
  { filter: 'text ~ "%q%b%f%j%o%l%d%q%b%f%j%o%l%d%z%z%z"', sort: '-text' },
  { skip: String(ROWS - 1000), limit: '100', sort: 'text,-number' },
  { filter: 'length(lower(text)) % 7 = 3 || upper(text) ~ "%9%9%9%"', sort: 'number' },
];

export const LISTS: Case<{ readonly slug: string; readonly tokens: readonly string[] }> = {
  name: '5a-lists',
  title: 'Expensive lists of members and strangers of one account',
  async prepare(place) {
    await place.filled(texts);
    return { slug: place.member.slug, tokens: await tokensOf(place, MEMBERS) };
  },
  attack({ slug, tokens }, clients) {
    clients.repeat(CLIENTS, (client, turn) => {
      const query = new URLSearchParams({ ...QUERIES[turn % QUERIES.length] });
      const who = client % 2 === 0 ? { token: tokens[(client / 2) % MEMBERS] } : { headers: stranger(client, slug) };
      return clients.status({ method: 'GET', path: `/records/texts?${query}`, ...who });
    });
  },
};
