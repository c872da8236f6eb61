/** Indexes over computed fields. */
import type { ComputedType, Field } from '#domain/schema/collection';
import { ALL, type Case, PAGE, field, index, newest, thingId, tryPlans } from './try-plans';

function computed(name: string, returns: ComputedType, expression: string): Field {
  return field(name, 'computed', { column: '', computed: { expression, returns } });
}

const priceOf = (thing: number): number | null => (thing % 10 === 9 ? null : thing / 8);
/** Null at two places: there is no price, or the stock is zero. */
const shareOf = (thing: number): number | null => {
  const price = priceOf(thing);
  return price === null || thing % 50 === 0 ? null : Math.floor((price / (thing % 50)) * 1.1 * 100 + 0.5) / 100;
};
const startOf = (thing: number): Date => new Date(Date.UTC(2020, 0, 1 + (thing % 1000)));
/** Until the 15th of May 2026. */
const monthsSince = (start: Date): number =>
  (2026 - start.getUTCFullYear()) * 12 + 4 - start.getUTCMonth() - (start.getUTCDate() > 15 ? 1 : 0);
const holds = (thing: number, test: (share: number) => boolean): boolean => {
  const share = shareOf(thing);
  return share !== null && test(share);
};
const inOrder = ALL.toSorted((one, other) => (shareOf(one) ?? -1) - (shareOf(other) ?? -1) || one - other);
const present = inOrder.filter((thing) => shareOf(thing) !== null);
const nulls = ALL.filter((thing) => shareOf(thing) === null);
const downwards = present.toReversed();
const MIDDLE = 1000;
const middle = [shareOf(present[MIDDLE]!)!, thingId(present[MIDDLE]!)] as const;
const alike = (thing: number): number => ALL.filter((other) => shareOf(other) === shareOf(thing)).length;

const CASES: Readonly<Record<string, Case>> = {
  'an equality of texts': {
    filter: 'label = "it\'s k1 & n7%"',
    search: 'INDEX ix_label (account_id=? AND <expr>=?)',
    read: 10,
    finds: newest((thing) => thing % 3 === 1 && thing % 300 === 7),
  },
  'an equality of truths, and of a field': {
    filter: 'dear = true && kind = "k1"',
    search: 'INDEX ix_kind_dear (account_id=? AND kind=? AND <expr>=?)',
    read: 20,
    finds: newest((thing) => thing % 3 === 1 && holds(thing, (share) => share > 300)),
  },
  'an equality of times': {
    filter: 'ends = "2021-02-28T00:00:00.000Z"',
    search: 'INDEX ix_ends (account_id=? AND <expr>=?)',
    read: 12,
    finds: newest((thing) => thing % 1000 >= 393 && thing % 1000 <= 396),
  },
  'an equality of months': {
    filter: 'months = 60',
    search: 'INDEX ix_months (account_id=? AND <expr>=?)',
    read: 93,
    finds: newest((thing) => monthsSince(startOf(thing)) === 60),
  },
  'a range': {
    filter: 'share >= 12.5 && share < 12.75',
    search: 'INDEX ix_share (account_id=? AND <expr>>? AND <expr><?)',
    read: 100,
    finds: newest((thing) => holds(thing, (share) => share >= 12.5 && share < 12.75)),
  },
  'a sort': {
    sort: 'share',
    search: 'INDEX ix_share (account_id=?)',
    read: nulls.length + 1,
    finds: nulls.slice(0, PAGE),
  },
  'a sort downwards': {
    sort: '-share',
    search: 'INDEX ix_share (account_id=?)',
    read: PAGE + 1,
    finds: downwards.slice(0, PAGE),
  },
  'a sort from a cursor on': {
    sort: 'share',
    after: middle,
    search: 'INDEX ix_share (account_id=? AND <expr>>?)',
    read: PAGE + 2 + alike(present[MIDDLE]!) * 2,
    finds: present.slice(MIDDLE + 1, MIDDLE + 1 + PAGE),
  },
  'a sort downwards from a cursor on': {
    sort: '-share',
    after: middle,
    search: 'INDEX ix_share (account_id=? AND <expr><?)',
    read: PAGE + 2 + alike(present[MIDDLE]!) * 2,
    finds: present.slice(MIDDLE - PAGE, MIDDLE).toReversed(),
  },
};

tryPlans(
  {
    fields: [
      field('kind', 'text'),
      field('price', 'number'),
      field('stock', 'number'),
      field('starts', 'date'),
      field('note', 'text', { required: true }),
      computed('label', 'text', `concat("it's ", lower(kind), ' & ', if(note = null, '', note), '%')`),
      computed('share', 'number', 'round(price / stock * 1.1, 2)'),
      computed('dear', 'boolean', 'share > 300 && kind != "k0"'),
      computed('ends', 'datetime', "date_add(starts, 1, 'months')"),
      computed('months', 'number', "date_diff('2026-05-15T00:00:00.000Z', starts, 'months')"),
    ],
    indexes: [
      index('ix_label', 'label'),
      index('ix_share', 'share'),
      index('ix_kind_dear', 'kind', 'dear'),
      index('ix_ends', 'ends'),
      index('ix_months', 'months'),
    ],
    values: (thing) => [
      `'k${thing % 3}'`,
      `${priceOf(thing) ?? 'NULL'}`,
      `${thing % 50}`,
      `'${startOf(thing).toISOString().slice(0, 10)}'`,
      `'n${thing % 300}'`,
    ],
  },
  CASES,
);
