/**
 * The doors to records: each asks for one field of the collection of one rule, says what it saw, and what it has to see by the
 * facts. A door is added here, and is tried by every caller with every rule and every field.
 */
import type { Answer, Json } from '../http';
import {
  type CallerName,
  type Field,
  HOME,
  type Label,
  LABELS,
  type Refusal,
  refusalOf,
  type Rule,
  shown,
  type Sight,
  sight,
  valueOf,
  visible,
} from './facts';
import { collectionOf, type MatrixWorld, targetOf } from './matrix-world';
import { refused, refusedName } from './seen';

/** One cell of the matrix. */
export interface Cell {
  readonly world: MatrixWorld;
  readonly caller: CallerName;
  readonly rule: Rule;
  readonly field: Field;
}

export interface Door {
  readonly name: string;
  see(cell: Cell): Promise<unknown>;
  expect(cell: Cell): unknown;
}

/** Records, as label and value of the field. */
type Rows = readonly (readonly [label: string, value: unknown])[];

const labelIn = ({ plain }: Json): string => (plain as string).replace('plain-', '');
const rows = (items: readonly Json[], { field }: Cell): Rows => items.map((item) => [labelIn(item), item[field]]);
const rowsOf = ({ caller, field }: Cell, labels: readonly Label[]): Rows =>
  labels.map((label) => [label, shown(caller, field, label)]);
const records = ({ rule }: Cell): string => `/records/${collectionOf(rule)}`;

/** Of a door that shows records, and is shut where the rule does not let the caller in. */
function showing(name: string, path: (cell: Cell) => string, items: (body: Json) => readonly Json[]): Door {
  return {
    name,
    see: async (cell) => {
      const answer = await cell.world.call(cell.caller, 'GET', path(cell));
      return refused(answer) ?? rows(items(answer.body), cell);
    },
    expect: (cell) => refusalOf(cell.caller, cell.rule) ?? rowsOf(cell, visible(cell.caller, cell.rule)),
  };
}

interface Naming {
  readonly name: string;
  readonly method?: string;
  readonly body?: Json;
  /** `name`: of the field; `value`: of the record "one". */
  readonly path: (cell: Cell, name: string, value: string) => string;
  readonly seen: (body: Json, cell: Cell) => unknown;
  readonly expected: (labels: readonly Label[], cell: Cell) => unknown;
  /** What is seen by those who are kept out, null where the caller is not; by default what the rule says. */
  readonly shut?: (cell: Cell) => Refusal | readonly [] | null;
}

/** Of a door that names the field for something else than showing it, which takes that the caller reads it clear. */
export function naming({ name, method = 'GET', body, path, seen, expected, shut = byRule }: Naming): Door {
  return {
    name,
    see: async (cell) => {
      const { world, caller, field } = cell;
      const ask = (named: string): Promise<Answer> =>
        world.call(caller, method, path(cell, named, valueOf(field, 'one')), body);
      const answer = await ask(field);
      return (await refusedName(ask, field, answer)) ?? seen(answer.body, cell);
    },
    expect: (cell) => {
      const { caller, rule, field } = cell;
      return shut(cell) ?? hiddenAs(sight(caller, field)) ?? expected(visible(caller, rule), cell);
    },
  };
}

export const byRule = ({ caller, rule }: Cell): Refusal | null => refusalOf(caller, rule);
export const hiddenAs = (seen: Sight): Sight | undefined => (seen === 'clear' ? undefined : seen);
const toWrite = (cell: Cell): Refusal | null => (cell.caller === 'scoped key' ? 'no scope' : byRule(cell));
const toListAndWrite = (cell: Cell): Refusal | null => byRule(cell) ?? toWrite(cell);
export const labelsOf = (body: Json): readonly string[] => body.items.map(labelIn);
const clear = ({ field }: Cell, labels: readonly Label[]): readonly string[] =>
  labels.map((label) => valueOf(field, label));
const greatest = (cell: Cell, labels: readonly Label[]): string | null => clear(cell, labels).at(-1) ?? null;

/** Of a door that is about one record of acme after the other. */
function each(
  name: string,
  ask: (cell: Cell, label: Label) => Promise<unknown>,
  expected: (cell: Cell, label: Label) => unknown,
): Door {
  return {
    name,
    see: async (cell) => {
      const seen: unknown[] = [];
      for (const label of LABELS) seen.push(await ask(cell, label));
      return seen;
    },
    expect: (cell) => LABELS.map((label) => expected(cell, label)),
  };
}

const NOT_FOUND = '404 RECORD_NOT_FOUND';
/** Records of another account do not exist. */
const reaches = ({ caller, rule }: Cell, label: Label): boolean =>
  HOME[caller] === 'acme' && visible(caller, rule).includes(label);

const value = (answer: Answer, record: (body: Json) => Json, { field }: Cell): unknown =>
  refused(answer) ?? record(answer.body)[field];
const valueOrRefusal =
  (shut: (cell: Cell) => Refusal | null) =>
  (cell: Cell, label: Label): unknown =>
    shut(cell) ?? (reaches(cell, label) ? shown(cell.caller, cell.field, label) : NOT_FOUND);

const PAGE = 1;

/** Follows the cursors from page to page. */
async function allPages({ world, caller }: Cell, path: string): Promise<Answer | readonly Json[]> {
  const items: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer: Answer = await world.call(caller, 'GET', `${path}&limit=${PAGE}&cursor=${cursor}`);
    if (refused(answer) !== undefined) return answer;
    items.push(...answer.body.items);
    cursor = answer.body.next_cursor as string | null;
  }
  return items;
}

export const held = (cell: Cell): Rows =>
  LABELS.map((label) => {
    const isThere = visible(cell.caller, cell.rule).includes(label);
    return [label, isThere ? (shown(cell.caller, cell.field, label) ?? 'no value') : 'no record'];
  });

const READS: readonly Door[] = [
  each(
    'get',
    async (cell, label) => {
      const { world, caller, rule } = cell;
      return value(
        await world.call(caller, 'GET', `${records(cell)}/${world.idOf(rule, label)}`),
        (body) => body,
        cell,
      );
    },
    valueOrRefusal(byRule),
  ),
  showing(
    'list',
    (cell) => `${records(cell)}?sort=plain`,
    ({ items }) => items,
  ),
  {
    name: 'cursor',
    see: async (cell) => {
      const pages = await allPages(cell, `${records(cell)}?sort=plain`);
      return 'status' in pages ? refused(pages) : rows(pages, cell);
    },
    expect: (cell) => refusalOf(cell.caller, cell.rule) ?? rowsOf(cell, visible(cell.caller, cell.rule)),
  },
  naming({
    name: 'filter',
    path: (cell, name, given) => `${records(cell)}?filter=${name} = "${given}"`,
    seen: labelsOf,
    expected: (labels) => labels.filter((label) => label === 'one'),
  }),
  naming({
    name: 'sort',
    path: (cell, name) => `${records(cell)}?sort=-${name}`,
    seen: labelsOf,
    expected: (labels) => labels.toReversed(),
  }),
  naming({
    name: 'cursor by the field',
    path: (cell, name) => `${records(cell)}?sort=${name}&cursor=`,
    seen: labelsOf,
    expected: (labels) => labels,
  }),
  naming({
    name: 'count',
    path: (cell, name) => `${records(cell)}/count?filter=${name} != null`,
    seen: ({ count }) => count,
    expected: ({ length }) => length,
  }),
  naming({
    name: 'group',
    path: (cell, name) => `${records(cell)}/aggregate?functions=count()&group_by=${name}`,
    seen: ({ results }, { field }) => results.map((group: Json) => [group[field], group.count]),
    expected: (labels, cell) => clear(cell, labels).map((group) => [group, 1]),
  }),
  naming({
    name: 'aggregate',
    path: (cell, name) => `${records(cell)}/aggregate?functions=max(${name}),count(distinct ${name})`,
    seen: ({ results: [all] }, { field }) => [all[`max_${field}`], all[`count_distinct_${field}`]],
    expected: (labels, cell) => [greatest(cell, labels), labels.length],
  }),
  naming({
    name: 'having',
    path: (cell, name, given) =>
      `${records(cell)}/aggregate?functions=min(${name})&group_by=note&having=min(${name}) = "${given}"`,
    seen: ({ results }, { field }) => results.map((group: Json) => group[`min_${field}`]),
    expected: (labels, cell) => (labels.includes('one') ? [valueOf(cell.field, 'one')] : []),
  }),
  {
    name: 'expand',
    see: async (cell) => {
      const target = targetOf(cell.rule);
      const answer = await cell.world.call(cell.caller, 'GET', `/records/holders?sort=label&expand=${target}`);
      if (refused(answer) !== undefined) return refused(answer);
      return answer.body.items.map((item: Json) => {
        const record = typeof item[target] === 'object' ? item[target] : null;
        return [item.label, record === null ? 'no record' : (record[cell.field] ?? 'no value')];
      });
    },
    expect: held,
  },
  naming({
    name: 'relation path',
    path: ({ rule }, name, given) => `/records/holders?filter=${targetOf(rule)}.${name} = "${given}"`,
    seen: ({ items }) => items.map(({ label }: Json) => label),
    expected: (labels) => labels.filter((label) => label === 'one'),
    // A relation into a collection that lets the caller see nothing leads nowhere, whatever is asked of it.
    shut: (cell) => (byRule(cell) === null ? null : []),
  }),
  {
    name: 'API document',
    see: async (cell) => {
      const { body } = await cell.world.call(cell.caller, 'GET', '/openapi.json');
      const name = collectionOf(cell.rule);
      if (body.paths[`/api/v1/records/${name}`]?.get === undefined) return 'no list';
      return cell.field in body.components.schemas[`Record.${name}`].properties;
    },
    // Strangers see no collection in it.
    expect: ({ caller, rule, field }) =>
      refusalOf(caller, rule) === null && caller !== 'anonymous' ? sight(caller, field) !== 'unknown' : 'no list',
  },
  each(
    'secrets',
    async (cell, label) => {
      const { world, caller, rule, field } = cell;
      const answer = await world.call(caller, 'GET', `${records(cell)}/${world.idOf(rule, label)}/secrets`);
      return refused(answer) ?? answer.body.data[field] ?? 'no secret';
    },
    (cell, label) => {
      if (cell.caller === 'anonymous') return 'sign in';
      if (cell.caller !== 'scoped key') return 'no scope';
      if (byRule(cell) !== null) return byRule(cell);
      if (!reaches(cell, label)) return NOT_FOUND;
      return cell.field === 'secret' ? valueOf('secret', label) : 'no secret';
    },
  ),
];

const WRITES: readonly Door[] = [
  each(
    'batch',
    async (cell, label) => {
      const { world, caller, rule } = cell;
      const changes = [{ id: world.idOf(rule, label), data: { note: 'same' } }];
      const answer = await world.call(caller, 'PATCH', `${records(cell)}/batch`, { records: changes });
      return value(answer, (body) => body.updated[0], cell);
    },
    valueOrRefusal(toWrite),
  ),
  each(
    'batch over collections',
    async (cell, label) => {
      const { world, caller, rule } = cell;
      const id = world.idOf(rule, label);
      const operations = [{ op: 'update', collection: collectionOf(rule), id, data: { note: 'same' } }];
      return value(await world.call(caller, 'POST', '/batch', { operations }), (body) => body.results[0].record, cell);
    },
    valueOrRefusal(toWrite),
  ),
  naming({
    name: 'change by filter',
    method: 'PATCH',
    body: { note: 'same' },
    path: (cell, name, given) => `${records(cell)}?filter=${name} = "${given}"&dry_run=true`,
    seen: ({ count }) => count,
    expected: (labels) => labels.filter((label) => label === 'one').length,
    shut: toListAndWrite,
  }),
  naming({
    name: 'delete by filter',
    method: 'DELETE',
    path: (cell, name, given) => `${records(cell)}?filter=${name} = "${given}"&dry_run=true`,
    seen: ({ count }) => count,
    expected: (labels) => labels.filter((label) => label === 'one').length,
    shut: toListAndWrite,
  }),
  {
    name: 'upsert',
    see: async (cell) => {
      const { world, caller, field } = cell;
      const upsert = (name: string): Promise<Answer> => {
        const record = { ...ownBy(cell), [name]: valueOf(field, 'two') };
        return world.call(caller, 'PUT', `${records(cell)}/batch?on=${name}`, { records: [record] });
      };
      const answer = await upsert(field);
      if (answer.body.error === 'QUERY_ON' && field === 'made') return 'no key';
      return (await refusedName(upsert, field, answer)) ?? rows(answer.body.updated, cell);
    },
    expect: (cell) => {
      const { caller, rule, field } = cell;
      const shut = toWrite(cell) ?? hiddenAs(sight(caller, field));
      if (shut !== undefined) return shut;
      if (field === 'made') return 'no key';
      return visible(caller, rule).includes('two') ? rowsOf(cell, ['two']) : '409 RECORD_NOT_UNIQUE';
    },
  },
  {
    name: 'unique conflict',
    see: async (cell) => {
      const { world, caller, field } = cell;
      const create = (name: string): Promise<Answer> =>
        world.call(caller, 'POST', records(cell), {
          ...ownBy(cell),
          plain: 'plain-two',
          [name]: valueOf(field, 'two'),
        });
      const answer = await create(field);
      if (answer.body.error === 'RECORD_NOT_UNIQUE') return ['taken', answer.body.field ?? 'not said'];
      return (await refusedName(create, field, answer)) ?? 'created';
    },
    expect: (cell) => {
      const { caller, field } = cell;
      const shut = toWrite(cell);
      if (shut !== null) return shut;
      if (sight(caller, field) === 'unknown') return 'unknown';
      return ['taken', 'plain'];
    },
  },
];

/** What the caller may create. */
function ownBy({ world, caller }: Cell): Json {
  return { owner: world.owners[caller], parent: world.parentOf(caller), note: 'same' };
}

const EXPLAINED: readonly CallerName[] = ['admin', 'user'];

/** The rule reads every field, whoever asks; encrypted ones cannot be compared by anybody. */
const TRIALS: readonly Door[] = [
  {
    name: 'rules/test',
    see: async (cell) => {
      const { world, caller, rule, field } = cell;
      const trial = {
        collection: collectionOf(rule),
        operation: 'view',
        record: world.idOf(rule, 'one'),
        user: world.owners.user,
      };
      const draft = { ...trial, rule: `${field} = "${valueOf(field, 'one')}"` };
      const own = await world.call(caller, 'POST', '/rules/test', trial);
      const other = await world.call(caller, 'POST', '/rules/test', draft);
      return refused(own) ?? [own.body.result, refused(other) ?? other.body.result];
    },
    expect: ({ caller, rule, field }) =>
      superadminsOnly(caller) ?? [visible('user', rule).includes('one'), field === 'secret' ? expect.anything() : true],
  },
  {
    name: 'rules/explain',
    see: async ({ world, caller, rule }) => {
      const trial = { collection: collectionOf(rule), operation: 'view', record: world.idOf(rule, 'one') };
      const answer = await world.call(caller, 'POST', '/rules/explain', trial);
      if (refused(answer) !== undefined) return refused(answer);
      const { users, stranger } = answer.body.callers;
      const allowed = EXPLAINED.filter((name) => users.find(({ id }: Json) => id === world.owners[name]).allowed);
      return [...allowed, ...(stranger.allowed ? ['anonymous'] : [])];
    },
    expect: ({ caller, rule }) =>
      superadminsOnly(caller) ??
      [...EXPLAINED, 'anonymous' as const].filter((name) => visible(name, rule).includes('one')),
  },
];

function superadminsOnly(caller: CallerName): Refusal | undefined {
  if (caller === 'superadmin') return undefined;
  if (caller === 'anonymous') return 'sign in';
  return caller === 'scoped key' ? 'no scope' : 'no superadmin';
}

export const DOORS: readonly Door[] = [...READS, ...WRITES, ...TRIALS];
