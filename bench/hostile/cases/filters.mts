/** Filters that are never the same. */
import { type Case, tokensOf } from '../case.mts';
import type { Filled } from '../../place.mts';

const CLIENTS = 16;
const ROWS = 200;
const FIELDS = 10;
/** Below the greatest length of a filter, and below the greatest number of its parts. */
const LENGTH = 3900;
const PARTS = 280;
const PARTS_OF_A_TERM = 4;
const LONG_LITERAL = 'x'.repeat(400);
const OPERATORS = ['=', '!=', '<', '<=', '>', '>='];
const PATHS = ['', 'parent.', 'parent.parent.', 'parent.parent.parent.parent.'];
const WORDS = ['&&', '||'];

const names = Array.from({ length: FIELDS }, (_, index) => `n${index}`);

const nodes: Filled = {
  definition: {
    name: 'filtered',
    fields: [
      ...names.map((name) => ({ name, type: 'text' })),
      { name: 'parent', type: 'reference', collection: 'filtered', on_delete: 'set_null' },
    ],
  },
  rows: ROWS,
  row: (number) => Object.fromEntries(names.map((name) => [name, `text ${number}`])),
};

const anyOf = (texts: readonly string[]): string => texts[Math.floor(Math.random() * texts.length)]!;

/** Of few relations, as many terms as the limits leave; of many, those of one path, because each adds to the statement. */
function filter(literal: string, path: string): string {
  let text = '';
  for (let parts = 0; parts < PARTS; parts += PARTS_OF_A_TERM) {
    const term = `${path}${anyOf(names)} ${anyOf(OPERATORS)} "${Math.random().toString(36)}${literal}"`;
    if (text.length + term.length > LENGTH) break;
    text += text === '' ? term : ` ${anyOf(WORDS)} ${term}`;
  }
  return text;
}

export const FILTERS: Case<readonly string[]> = {
  name: '4-filters',
  title: 'Ever different filters of the greatest length',
  async prepare(place) {
    await place.filled(nodes);
    return tokensOf(place, 1);
  },
  attack([token], clients) {
    clients.repeat(CLIENTS, (client, turn) => {
      const text = filter(client % 2 === 0 ? '' : LONG_LITERAL, PATHS[(client + turn) % PATHS.length]!);
      const query = new URLSearchParams({ filter: text, sort: `${anyOf(names)},-${anyOf(names)}`, limit: '1' });
      return clients.status({ method: 'GET', path: `/records/filtered?${query}`, token });
    });
  },
};
