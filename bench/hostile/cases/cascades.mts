/** Deletes that take many records with them. */
import type { Filled } from '../../place.mts';
import { type Case, tokensOf } from '../case.mts';
import type { Clients } from '../clients.mts';

/** As many as one request may delete with their parent, and far more. */
const ALLOWED = 9000;
const REFUSED = 99_000;
const BATCH = 100;
const DELETERS = 4;
const FILLERS = 2;

const parents: Filled = {
  definition: { name: 'parents', fields: [{ name: 'name', type: 'text' }] },
  rows: 1,
  row: () => ({}),
};
const children = (rows: number, parent: string): Filled => ({
  definition: {
    name: 'children',
    fields: [{ name: 'parent', type: 'reference', collection: 'parents', on_delete: 'cascade' }],
  },
  rows,
  row: () => ({ parent }),
});

interface Prepared {
  readonly token: string;
  readonly parent: string;
}

/** A new parent with as many children as go with it, and its end. */
async function fillAndDelete(clients: Clients, token: string): Promise<string> {
  const made = await clients.send({ method: 'POST', path: '/records/parents', token, body: '{}' });
  if (made.status !== '201') return made.status;
  const { id: parent } = JSON.parse(made.body.toString()) as { id: string };
  const body = JSON.stringify({ records: Array.from({ length: BATCH }, () => ({ parent })) });
  for (let filled = 0; filled < ALLOWED; filled += BATCH) {
    await clients.send({ method: 'POST', path: '/records/children/batch?fields=id', token, body });
  }
  return clients.status({ method: 'DELETE', path: `/records/parents/${parent}`, token });
}

export const CASCADES: Case<Prepared> = {
  name: '5c-cascades',
  title: 'Deletes of 9,000 rows, and of 99,000',
  async prepare(place) {
    const [token] = await tokensOf(place, 1);
    const [parent] = await place.filled(parents);
    await place.filled(children(REFUSED, parent!));
    return { token: token!, parent: parent! };
  },
  attack({ token, parent }, clients) {
    clients.repeat(FILLERS, () => fillAndDelete(clients, token));
    clients.repeat(DELETERS, () => clients.status({ method: 'DELETE', path: `/records/parents/${parent}`, token }));
  },
};
