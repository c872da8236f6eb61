/** Indexes over fields and over what is in json. */
import type { JsonValue } from '#domain/schema/collection';
import { ALL, type Case, PAGE, field, index, newest, thingId, tryPlans } from './try-plans';

const priceOf = (thing: number): number | null => (thing % 10 < 8 ? thing / 8 : null);
const codeOf = (thing: number): string => `c${thingId(ALL.length - thing)}`;

function metaOf(thing: number): JsonValue {
  if (thing % 10 === 9) return thing % 20 === 9 ? null : ['red'];
  const color = thing % 10 === 8 ? thing : `c${thing % 300}`;
  return { color, sizes: [{ width: thing % 10 === 7 ? 'wide' : thing / 8 }], sold: thing % 100 === 0 };
}

const widthOf = (thing: number): number | null => (thing % 10 < 7 || thing % 10 === 8 ? thing / 8 : null);
const nulls = ALL.filter((thing) => widthOf(thing) === null);
const widths = ALL.filter((thing) => widthOf(thing) !== null);

const unpriced = ALL.filter((thing) => priceOf(thing) === null);
const priced = ALL.filter((thing) => priceOf(thing) !== null);

const CASES: Readonly<Record<string, Case>> = {
  'an equality over an optional field': {
    filter: 'price = 100',
    search: 'INDEX ix_price (account_id=? AND price=?)',
    read: 1,
    finds: [800],
  },
  'a range of an optional field': {
    filter: 'price >= 100 && price < 101',
    search: 'INDEX ix_price (account_id=? AND price>? AND price<?)',
    read: 8,
    finds: [807, 806, 805, 804, 803, 802, 801, 800],
  },
  'a sort by an optional field': {
    sort: 'price',
    search: 'INDEX ix_price (account_id=?)',
    // All that are null are sorted by their ids.
    read: unpriced.length + 1,
    finds: unpriced.slice(0, PAGE),
  },
  'a sort downwards by an optional field': {
    sort: '-price',
    search: 'INDEX ix_price (account_id=?)',
    read: PAGE + 1,
    finds: priced.slice(-PAGE).reverse(),
  },
  'a sort by an optional field from a cursor on': {
    sort: 'price',
    after: [100, thingId(800)],
    search: 'INDEX ix_price (account_id=? AND price>?)',
    // With the record that the cursor stands at.
    read: PAGE + 3,
    finds: priced.filter((thing) => thing > 800).slice(0, PAGE),
  },
  'a sort downwards by an optional field from a cursor on': {
    sort: '-price',
    after: [100, thingId(800)],
    search: 'INDEX ix_price (account_id=? AND price<?)',
    read: PAGE + 3,
    finds: priced
      .filter((thing) => thing < 800)
      .slice(-PAGE)
      .reverse(),
  },
  'a sort downwards from a cursor on that few values are left from': {
    sort: '-price',
    after: [0.5, thingId(4)],
    search: 'INDEX ix_price (account_id=? AND price<?)',
    read: 5 + unpriced.length,
    finds: [3, 2, 1, 0, ...unpriced.slice(4 - PAGE).reverse()],
  },
  'a sort by an optional field under a condition': {
    sort: 'price',
    filter: 'id ~ "t"',
    search: 'INDEX ix_price (account_id=?)',
    read: unpriced.length + 1,
    finds: unpriced.slice(0, PAGE),
  },
  'a sort by two optional fields': {
    sort: '-kind,-price',
    search: 'INDEX ix_kind_price (account_id=?)',
    read: PAGE + 1,
    finds: priced
      .filter((thing) => thing % 3 === 2)
      .slice(-PAGE)
      .reverse(),
  },
  'a sort by a required field from a cursor on': {
    sort: '-code',
    after: [codeOf(800), thingId(800)],
    search: 'INDEX ix_code (account_id=? AND code<?)',
    read: PAGE + 3,
    finds: ALL.slice(801, 801 + PAGE),
  },
  'an equality': {
    filter: 'meta.color = "c7"',
    search: 'INDEX ix_color (account_id=? AND <expr>=?)',
    read: 10,
    finds: newest((thing) => thing % 300 === 7),
  },
  'an equality with a value of another type': {
    filter: 'meta.color = "8"',
    search: 'INDEX ix_color (account_id=? AND <expr>=?)',
    read: 0,
    finds: [],
  },
  'equalities over a field and a path': {
    filter: 'meta.sold = true && kind = "k1"',
    search: 'INDEX ix_kind_sold (account_id=? AND kind=? AND <expr>=?)',
    read: 10,
    finds: newest((thing) => thing % 300 === 100),
  },
  'a range': {
    filter: 'meta.sizes[0].width >= 100 && meta.sizes[0].width < 101',
    search: 'INDEX ix_width (account_id=? AND <expr>>? AND <expr><?)',
    read: 7,
    finds: newest((thing) => (widthOf(thing) ?? 0) >= 100 && (widthOf(thing) ?? 0) < 101),
  },
  'a sort': {
    sort: 'meta.sizes[0].width:number',
    search: 'INDEX ix_width (account_id=?)',
    // All that are null are sorted by their ids.
    read: nulls.length + 1,
    finds: nulls.slice(0, PAGE),
  },
  'a sort downwards': {
    sort: '-meta.sizes[0].width:number',
    search: 'INDEX ix_width (account_id=?)',
    read: PAGE + 1,
    finds: widths.slice(-PAGE).reverse(),
  },
  'a sort from a cursor on': {
    sort: 'meta.sizes[0].width:number',
    after: [100, thingId(800)],
    search: 'INDEX ix_width (account_id=? AND <expr>>?)',
    // With the record that the cursor stands at.
    read: PAGE + 3,
    finds: widths.filter((thing) => thing > 800).slice(0, PAGE),
  },
  'a sort downwards from a cursor on': {
    sort: '-meta.sizes[0].width:number',
    after: [100, thingId(800)],
    search: 'INDEX ix_width (account_id=? AND <expr><?)',
    read: PAGE + 3,
    finds: widths
      .filter((thing) => thing < 800)
      .slice(-PAGE)
      .reverse(),
  },
};

tryPlans(
  {
    fields: [
      field('kind', 'text'),
      field('meta', 'json'),
      field('price', 'number'),
      field('code', 'text', { required: true }),
    ],
    indexes: [
      index('ix_price', 'price'),
      index('ix_code', 'code'),
      index('ix_kind_price', 'kind', 'price'),
      index('ix_color', 'meta.color:text'),
      index('ix_width', 'meta.sizes[0].width:number'),
      index('ix_kind_sold', 'kind', 'meta.sold:boolean'),
    ],
    values(thing) {
      const meta = metaOf(thing);
      const stored = meta === null ? 'NULL' : `'${JSON.stringify(meta)}'`;
      return [`'k${thing % 3}'`, stored, `${priceOf(thing) ?? 'NULL'}`, `'${codeOf(thing)}'`];
    },
  },
  CASES,
);
