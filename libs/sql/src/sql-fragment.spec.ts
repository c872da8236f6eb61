import { joinColumns, joinSql, parameter, sql, type SqlFragment } from './sql-fragment';

const slots = (count: number): SqlFragment[] => Array.from({ length: count }, () => parameter('id', 'text'));
const texts = (count: number): SqlFragment[] => Array.from({ length: count }, (_, index) => sql(`c${index}`, ' + 1'));

test.each([
  ['sql', (items: SqlFragment[]) => sql(...items)],
  ['joinSql', (items: SqlFragment[]) => joinSql(items, '')],
  ['joinColumns', (items: SqlFragment[]) => joinColumns(items, '')],
])('%s refuses a statement of more than 3,000 parts', (_name, join) => {
  expect(() => join(slots(1000))).not.toThrow();
  expect(() => join(slots(3001))).toThrow('The request is too complex for the database');
});

test('texts of columns that are joined are one part, however many', () => {
  expect(() => joinSql(texts(2000), ', ')).toThrow('The request is too complex');
  const { parts } = joinColumns([...texts(2000), ...slots(1), ...texts(2)], ', ');
  expect(parts).toHaveLength(3);
  expect(parts.filter((part) => typeof part === 'string').join('?')).toMatch(
    /^c0 \+ 1, c1 \+ 1, .*, \?, c0 \+ 1, c1 \+ 1$/,
  );
});
