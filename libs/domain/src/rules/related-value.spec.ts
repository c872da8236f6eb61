/** Computed fields that count what refers to their record, as rules and callers have them. */
import { carriedBy } from '#domain/query/carried-by';
import { countedFrom } from '#domain/query/counted-from';
import { rowsRead } from '#domain/query/rows-read';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, ComputedType, Field } from '#domain/schema/collection';
import { compileRule } from './compile-rule';
import { asksOthers, computedValue } from './computed-value';
import type { Condition } from './condition';
import { BrokenExpression, ComputedCircle, fieldsReadBy, relatedFor, relatedIn, trustedValue } from './related-value';
import { catalog } from './testing/rule-world';

const plain = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };

function computed(name: string, expression: string, returns: ComputedType = 'number'): Field {
  return { ...plain, id: name, name, type: 'computed', column: '', computed: { expression, returns } };
}

function withFields(more: Readonly<Record<string, readonly Field[]>>): Catalog {
  return catalog.with(
    catalog.collections.map((each) => ({ ...each, fields: [...each.fields, ...(more[each.name] ?? [])] })),
  );
}

const world = withFields({
  people: [
    computed('written', 'posts_via_author.length'),
    computed('busy', 'written > 2 || active', 'boolean'),
    computed('label', 'concat(name, "!")', 'text'),
    computed('worth', 'sum(posts_via_author.price)'),
  ],
  organizations: [computed('output', 'sum(people_via_organization.written)')],
});
const people = world.find('people')!;
const fieldOf = (name: string, { fields }: Collection = people): Field => fields.find((field) => field.name === name)!;

test('they are told from others by their names alone', () => {
  expect(['written', 'busy', 'label', 'name'].map((name) => asksOthers(people, fieldOf(name)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(relatedIn(world)(people, fieldOf('label'))).toBeUndefined();
  expect(computedValue(people, fieldOf('label'))).toMatchObject({ kind: 'call', name: 'concat' });
});

test('what they depend on is named with the collection that has it', () => {
  const organizations = world.find('organizations')!;
  const value = relatedIn(world)(organizations, fieldOf('output', organizations))!;
  const read = fieldsReadBy(value, organizations);
  expect(read.map(({ collection, field, related }) => [collection.name, field.name, related])).toEqual([
    ['people', 'organization', true],
    ['people', 'written', true],
  ]);
});

describe('rules', () => {
  const ruled = (text: string): Condition =>
    compileRule(text, { collection: people, catalog: world, operation: 'list' });

  test('see all records, and totals under them are counted from both collections and never carried', () => {
    const where = ruled('busy && written > 1');
    expect(JSON.stringify(where)).toContain('"visibleIf":null');
    expect([...rowsRead(where).collections]).toEqual(['posts']);
    const counted = countedFrom(people, where);
    expect(counted).toEqual(['people', 'posts']);
    expect(carriedBy({ collection: people, where, reach: 'account', countedFrom: counted })).toBeNull();
    const carried = ruled('label = "x!"');
    expect(carriedBy({ collection: people, where: carried, reach: 'account', countedFrom: ['people'] })).not.toBeNull();
  });
});

describe('callers', () => {
  const seen = (condition: Condition, name: string) => relatedFor(world, () => condition)(people, fieldOf(name))!;

  test('count what they may view', () => {
    const visible: Condition = { kind: 'has_group', group: 'staff' };
    expect(seen(visible, 'written')).toMatchObject({ over: { path: [{ back: true, visibleIf: visible }] } });
    expect(JSON.stringify(seen(visible, 'busy'))).toContain('staff');
  });

  test('count nothing where they may view nothing', () => {
    const closed = seen({ kind: 'constant', value: false }, 'worth');
    expect(closed).toMatchObject({ kind: 'aggregate', over: { leadsNowhere: true } });
  });

  test('have one value for each of them, which statements recognise', () => {
    const visibility: Condition = { kind: 'constant', value: true };
    const computedOf = relatedFor(world, () => visibility);
    expect(computedOf(people, fieldOf('written'))).toBe(computedOf(people, fieldOf('written')));
  });
});

test.each<[string, Readonly<Record<string, readonly Field[]>>, string]>([
  [
    'one that is not there',
    { people: [computed('a', 'sum(posts_via_author.b)')], posts: [computed('b', 'author.nobody.length')] },
    'b',
  ],
  ['another that does', { people: [computed('a', 'c + 1'), computed('c', 'sum(posts_via_nobody.price)')] }, 'c'],
])('one that names %s cannot be compiled', (_what, fields, broken) => {
  const changed = withFields(fields);
  const target = changed.find('people')!;
  const thrown = thrownBy(() => trustedValue(changed, target, fieldOf('a', target)));
  expect(thrown).toBeInstanceOf(BrokenExpression);
  expect((thrown as BrokenExpression).field.name).toBe(broken);
});

test('a circle over collections is told, and who closes it', () => {
  const boss: Field = { ...plain, id: 'boss', name: 'boss', type: 'reference', column: 'boss', collection: 'people' };
  const changed = withFields({ people: [boss, computed('a', 'sum(people_via_boss.a)')] });
  const target = changed.find('people')!;
  const thrown = thrownBy(() => trustedValue(changed, target, fieldOf('a', target)));
  expect(thrown).toBeInstanceOf(ComputedCircle);
  expect((thrown as ComputedCircle).field.name).toBe('a');
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}
