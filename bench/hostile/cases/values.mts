/** Values that cost more than they weigh. */
import { type Case, tokensOf } from '../case.mts';
import type { Filled } from '../../place.mts';

const MEGABYTE = 1_000_000;
const CLIENTS = 8;
const CLIENTS_AT_ONCE = 64;
const MEMBERS = 8;
/** Of JSON members in a body and in a value of a record. */
const MOST_IN_A_BODY = 99_000;
const MOST_IN_A_RECORD = 9900;
const RECORDS = 60;
const VALUES_OF_EACH = 1600;

const documents = (name: string): Filled => ({
  definition: { name, fields: [{ name: 'value', type: 'json' }] },
  rows: 0,
  row: () => ({}),
});

/** So many numbers of so many digits each. */
const numbers = (count: number, digits: number): string => `[${`${'1'.repeat(digits)},`.repeat(count - 1)}1]`;
const inRecord = (value: string): Buffer => Buffer.from(`{"value":${value}}`);

export const NUMBERS: Case<readonly string[]> = {
  name: '2a-numbers',
  title: 'Creates with up to 10 MB of small numbers',
  async prepare(place) {
    await place.filled(documents('numbers'));
    return tokensOf(place, 1);
  },
  attack([token], clients) {
    const bodies = [
      inRecord(numbers(4.9 * MEGABYTE, 1)),
      inRecord(numbers(MOST_IN_A_BODY, 90)),
      inRecord(numbers(MOST_IN_A_RECORD, 90)),
    ];
    clients.repeat(CLIENTS, (client, turn) => {
      const body = bodies[(client + turn) % bodies.length];
      return clients.status({ method: 'POST', path: '/records/numbers?fields=id', token, body });
    });
  },
};

export const MANY_VALUES: Case<readonly string[]> = {
  name: '2b-values',
  title: '64 at once of 0.6 MB of small values',
  async prepare(place) {
    await place.filled(documents('documents'));
    return tokensOf(place, MEMBERS);
  },
  attack(tokens, clients) {
    const single = { path: '/records/documents', body: inRecord(numbers(0.3 * MEGABYTE, 1)) };
    const value = numbers(VALUES_OF_EACH, 5);
    const records = Array.from({ length: RECORDS }, () => `{"value":${value}}`).join();
    const batch = { path: '/records/documents/batch', body: Buffer.from(`{"records":[${records}]}`) };
    clients.repeat(CLIENTS_AT_ONCE, (client) => {
      const token = tokens[client % tokens.length];
      return clients.status({ method: 'POST', token, ...(client % 4 === 0 ? batch : single) });
    });
  },
};
