import type { Field, JsonValue } from '../schema/collection';
import { growthOf, recordSize, SYSTEM_BYTES, valueSize } from './record-size';

function field(type: Field['type'], options: Field['options'] = {}): Field {
  return {
    id: type,
    name: type,
    type,
    column: type,
    required: false,
    unique: false,
    default: null,
    options,
    collection: null,
    onDelete: null,
  };
}

const MANY = field('reference', { multiple: true });

test.each<[string, Field, JsonValue, number]>([
  ['a text has its bytes in UTF-8', field('text'), 'é😀', 6],
  ['a number has eight, however it is written', field('number'), 1e-7, 8],
  ['a boolean has one', field('boolean'), false, 1],
  ['a time', field('datetime'), '2026-01-01T00:00:00.000Z', 24],
  ['a day', field('date'), '2026-01-01', 10],
  ['a JSON value has those of its text', field('json'), { a: ['é', 1.5] }, 16],
  ['a JSON text has its quotation marks', field('json'), 'a', 3],
  ['targets of a multiple reference', MANY, ['a', 'b'], 72],
  ['no targets', MANY, [], 0],
  ['null', field('json'), null, 0],
])('%s', (_name, of, value, bytes) => {
  expect(valueSize(of, value)).toBe(bytes);
});

test('a record has what its values have, and a fixed part; a change of it the difference', () => {
  const fields = [field('text'), field('number')];
  expect(recordSize(fields, { text: 'abc', number: null, other: 'x' })).toBe(SYSTEM_BYTES + 3);
  expect(growthOf(fields, { text: 'abc', number: null }, { text: 'a', number: 5 })).toBe(6);
});
