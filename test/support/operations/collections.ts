/** The collections that random operations write: every kind of field and reference, unique values, and rules that refuse. */
import fc from 'fast-check';
import { SIGNED_IN_RULES } from '../member';

/** Stands for the id of a record of the collection, which is only known when the operation is run. */
export interface Pick {
  readonly from: string;
  readonly pick: number;
}

export type Values = Readonly<Record<string, unknown>>;

interface Definition {
  readonly name: string;
  readonly fields: readonly object[];
  readonly more?: Record<string, unknown>;
}

const text = (name: string, more: object = {}) => ({ name, type: 'text', ...more });
const reference = (name: string, collection: string, onDelete: string, options: object = {}) => {
  return { name, type: 'reference', collection, on_delete: onDelete, options };
};
const MANY = { multiple: true };

/** Those that are referred to come first. */
export const DEFINITIONS: readonly Definition[] = [
  { name: 'teams', fields: [text('name', { unique: true })] },
  { name: 'people', fields: [text('name'), text('code', { unique: true }), reference('team', 'teams', 'set_null')] },
  {
    name: 'tasks',
    fields: [
      text('title', { required: true }),
      reference('owner', 'people', 'cascade'),
      reference('reviewer', 'people', 'set_null'),
      reference('parent', 'tasks', 'cascade'),
      reference('watchers', 'people', 'set_null', MANY),
      reference('teams', 'teams', 'set_null', MANY),
      { name: 'score', type: 'number' },
      { name: 'done', type: 'boolean' },
      { name: 'due', type: 'datetime' },
      { name: 'day', type: 'date' },
      { name: 'meta', type: 'json' },
      { name: 'labels', type: 'select', options: { values: ['a', 'b', 'c'], max: 3 } },
    ],
    more: { allow_anonymous: true, update_rule: 'done != true', delete_rule: 'title != "kept"' },
  },
  { name: 'bills', fields: [text('name'), reference('payer', 'people', 'restrict')] },
  { name: 'logs', fields: [text('line')], more: { ...SIGNED_IN_RULES, update_rule: null, delete_rule: null } },
];

const word = fc.constantFrom('', 'a', 'b');
const title = fc.constantFrom('a', 'b', 'kept', 'é😀', "it's", '%_\\', 'two words');
const number = fc.constantFrom(null, 0, -1.5, 0.1, 1e21, 12345678901);
/** Few, so that they are taken already. */
const code = fc.option(fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'), { freq: 3 });
const one = (from: string): fc.Arbitrary<Pick | null> =>
  fc.option(fc.record({ from: fc.constant(from), pick: fc.nat(999) }), { freq: 3 });
const several = (from: string): fc.Arbitrary<readonly (Pick | null)[]> =>
  fc.array(fc.record({ from: fc.constant(from), pick: fc.nat(999) }), { maxLength: 3 });
const optional = { requiredKeys: [] as [] };

/** What a request may send of a record; a few values are of no use. */
export const VALUES: Readonly<Record<string, fc.Arbitrary<Values>>> = {
  teams: fc.record({ name: code }, optional),
  people: fc.record({ name: word, code, team: one('teams') }, optional),
  tasks: fc.record(
    {
      title: fc.oneof({ weight: 9, arbitrary: title }, { weight: 1, arbitrary: fc.constant('') }),
      owner: one('people'),
      reviewer: one('people'),
      parent: one('tasks'),
      watchers: several('people'),
      teams: several('teams'),
      score: fc.oneof({ weight: 30, arbitrary: number }, { weight: 1, arbitrary: fc.constant('no number') }),
      done: fc.constantFrom(false, false, false, null, true),
      due: fc.constantFrom(null, '2024-05-01T10:00:00+02:00', '2025-01-01', '1999-12-31T23:59:59.999Z'),
      day: fc.constantFrom(null, '2024-02-29', '1970-01-01'),
      meta: fc.constantFrom<unknown>(null, {}, [], { b: [1, 'x', null], a: { c: 0.1 } }, 'text', false),
      labels: fc.constantFrom<unknown>(null, [], ['a'], ['c', 'a']),
    },
    { requiredKeys: ['title', 'owner'] },
  ),
  bills: fc.record({ name: word, payer: one('people') }, optional),
  logs: fc.record({ line: word }, optional),
};
