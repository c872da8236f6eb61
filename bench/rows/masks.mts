/** A list with three personal fields, and the same list masked. */
import type { Filled } from '../place.mts';
import { type Row, wrkRow } from '../row.mts';

const PERSONAL = [
  { name: 'name', type: 'text', mask_type: 'name' },
  { name: 'email', type: 'email', mask_type: 'email' },
  { name: 'phone', type: 'text', mask_type: 'phone' },
];

function people(name: string, isMasked: boolean): Filled {
  const personal = PERSONAL.map(({ mask_type, ...field }) => (isMasked ? { ...field, pii: true, mask_type } : field));
  return {
    definition: { name, fields: [...personal, { name: 'city', type: 'text' }] },
    rows: 10_000,
    row: (number) => ({
      name: `Ada Lovelace ${number}`,
      email: `ada.${number}@example.com`,
      phone: `+44 20 7946 ${String(number).padStart(4, '0')}`,
      city: 'London',
    }),
  };
}

function list(name: string, title: string, collection: Filled): Row {
  return wrkRow({ name, title, connections: 100 }, async (place) => {
    await place.filled(collection);
    const { token } = await place.colleague();
    return { url: place.url(`/records/${collection.definition.name}?limit=20`), token };
  });
}

export const MASK_ROWS: readonly Row[] = [
  list('list-people', 'List of 20 with three personal fields, 10k', people('w3_people', false)),
  list('list-masked', 'The same, masked', people('w3_masked', true)),
];
