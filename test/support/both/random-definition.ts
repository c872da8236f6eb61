/** Collections of every kind of field, with indexes and rules. */
import type { Random } from './random';
import { FIELD_TYPES, type RandomCollection, type RandomField } from './random-collection';
import { randomExpression } from './random-expression';
import { randomValue } from './random-values';

const VALUES = ['a', 'b', 'B', 'é', 'null', 'true', "it's", '2026-01-31'];
const UNIQUE: readonly string[] = ['text', 'number', 'datetime', 'date', 'email', 'url'];
const NAMES = [
  'title',
  'Count',
  'open',
  'due',
  'day',
  'mail',
  'link',
  'meta',
  'kind',
  'owner',
  'parent',
  'related',
  'note',
  'size',
];
/** Into json. */
const STEPS = ['.a', '[0]', '[1][0]'];
const MAX_FIELDS = 8;

export interface Defined extends RandomCollection {
  /** What is sent to make it. */
  readonly definition: Readonly<Record<string, unknown>>;
}

export function randomDefinition(random: Random, name: string, others: readonly RandomCollection[]): Defined {
  const names = [...NAMES].sort(() => random.next() - 0.5).slice(0, random.integer(2, MAX_FIELDS));
  const sent = names.map((field) => randomField(random, field, [...others.map((other) => other.name), name]));
  const fields = sent.map(({ field }) => field);
  const world = [...others, { name, fields }];
  const rule = (): string | null => {
    const kind = random.integer(1, 100);
    if (kind <= 4) return null;
    if (kind <= 35) return '';
    return kind <= 85 ? '@request.auth.id != ""' : randomExpression(random, name, world);
  };
  const rules = Object.fromEntries(
    ['list', 'view', 'create', 'update', 'delete'].map((key) => [`${key}_rule`, rule()]),
  );
  const plain = fields.filter(({ list, type }) => !list && type !== 'json').map((field) => field.name);
  const indexes = random.subset(plain, 0.2).map((first) => ({
    fields: [...new Set([first, random.pick(plain)])],
    unique: random.chance(0.3),
  }));
  const inside = fields
    .filter(({ type }) => type === 'json')
    .map((field) => ({ fields: [`${field.name}${random.pick(STEPS)}:${random.pick(['text', 'number', 'boolean'])}`] }));
  const all = [...indexes, ...inside];
  return { name, fields, definition: { name, fields: sent.map(({ body }) => body), indexes: all, ...rules } };
}

/** What is sent for the field, and what is known of it. */
export function randomField(
  random: Random,
  name: string,
  targets: readonly string[],
): { readonly field: RandomField; readonly body: Readonly<Record<string, unknown>> } {
  const type = random.pick(FIELD_TYPES);
  const list = (type === 'select' || type === 'reference') && random.chance(0.5);
  const target = type === 'reference' ? random.pick(targets) : null;
  const field: RandomField = { name, type, list, values: VALUES, target };
  const required = random.chance(0.1);
  const unique = UNIQUE.includes(type) && random.chance(0.15);
  const canHaveDefault = !unique && type !== 'reference' && type !== 'user' && random.chance(0.2);
  const body = {
    name,
    type,
    required,
    unique,
    ...(target === null ? {} : { collection: target, on_delete: random.pick(['cascade', 'set_null', 'restrict']) }),
    ...(type === 'select' ? { options: { values: VALUES, ...(list ? { max: 4 } : {}) } } : {}),
    ...(type === 'reference' && list ? { options: { multiple: true } } : {}),
    ...(canHaveDefault ? { default: randomValue(random, field, () => '') } : {}),
  };
  return { field, body };
}
