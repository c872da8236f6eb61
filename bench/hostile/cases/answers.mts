/** Answers that are far larger than what asks for them. */
import type { Filled, Place } from '../../place.mts';
import { call } from '../../server.mts';
import { type Case, tokensOf } from '../case.mts';
import { stranger } from '../sent.mts';

/** Just below the largest record. */
const LARGE_TEXT = 'x'.repeat(990_000);
/** So many such records fit into one body, and into one answer. */
const LARGE_IN_A_BODY = 8;
const LARGE_IN_AN_ANSWER = 4;
const BATCH = 100;
const CHANGERS = 12;
const STRANGERS = 40;
const UNREAD_MS = 10_000;
const NODES = 40;
const ASKERS = 16;

const pages = (name: string, rows: number): Filled => ({
  definition: {
    name,
    fields: [
      { name: 'text', type: 'text' },
      { name: 'number', type: 'number' },
    ],
    list_rule: '',
  },
  rows,
  row: (number) => ({ text: LARGE_TEXT, number }),
  batch: LARGE_IN_A_BODY,
});

export const BATCH_ANSWERS: Case<{ readonly token: string; readonly ids: readonly string[] }> = {
  name: '3a-batch-answers',
  title: '12 batch changes that answer 4 and 100 MB',
  async prepare(place) {
    return { token: place.member.token, ids: await place.filled(pages('large', BATCH)) };
  },
  attack({ token, ids }, clients) {
    clients.repeat(CHANGERS, (client, turn) => {
      const changed = client % 2 === 0 ? ids : ids.slice(client, client + LARGE_IN_AN_ANSWER);
      const records = changed.map((id) => ({ id, data: { number: turn } }));
      return clients.status({
        method: 'PATCH',
        path: '/records/large/batch',
        token,
        body: JSON.stringify({ records }),
      });
    });
  },
};

export const UNREAD: Case<string> = {
  name: '3b-unread',
  title: '40 strangers who do not read their pages',
  async prepare(place) {
    await place.filled(pages('pages', LARGE_IN_A_BODY));
    return place.member.slug;
  },
  attack(slug, clients) {
    const path = `/records/pages?limit=${LARGE_IN_AN_ANSWER}`;
    clients.repeat(STRANGERS, (client) =>
      clients.hold({ method: 'GET', path, headers: stranger(client, slug) }, UNREAD_MS, false),
    );
  },
};

const QUERIES = [
  'limit=100&expand=links.links.links',
  'limit=1&expand=links.links.links',
  'limit=100&expand=links.links',
  'limit=1&expand=links.links',
];

/** Records each of which refers to all. */
async function linkAll(place: Place): Promise<void> {
  const many = { options: { multiple: true }, on_delete: 'set_null' };
  const links = { name: 'links', type: 'reference', collection: 'nodes', ...many };
  const definition = { name: 'nodes', fields: [links], list_rule: '' };
  const ids = await place.filled({ definition, rows: NODES, row: () => ({}) });
  const records = ids.map((id) => ({ id, data: { links: ids } }));
  await call(place.server, 'PATCH', '/records/nodes/batch?fields=id', { records }, place.member.token);
}

export const EXPANSIONS: Case<{ readonly slug: string; readonly tokens: readonly string[] }> = {
  name: '3c-expand',
  title: 'Expansions of 40 records that refer to each other',
  async prepare(place) {
    await linkAll(place);
    return { slug: place.member.slug, tokens: await tokensOf(place, 2) };
  },
  attack({ slug, tokens }, clients) {
    clients.repeat(ASKERS, (client, turn) => {
      const path = `/records/nodes?${QUERIES[(client + turn) % QUERIES.length]}`;
      const who = client % 2 === 0 ? { token: tokens[(client / 2) % 2] } : { headers: stranger(client, slug) };
      return clients.status({ method: 'GET', path, ...who });
    });
  },
};
