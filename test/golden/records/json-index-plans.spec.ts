/** Indexes over what is in json. */
import type { JsonValue } from '#domain/schema/collection';
import { ALL, type Case, PAGE, field, index, newest, thingId, tryPlans } from './index-plans';

function metaOf(thing: number): JsonValue {
  if (thing % 10 === 9) return thing % 20 === 9 ? null : ['red'];
  const color = thing % 10 === 8 ? thing : `c${thing % 300}`;
  return { color, sizes: [{ width: thing % 10 === 7 ? 'wide' : thing / 8 }], sold: thing % 100 === 0 };
}

const widthOf = (thing: number): number | null => (thing % 10 < 7 || thing % 10 === 8 ? thing / 8 : null);
const nulls = ALL.filter((thing) => widthOf(thing) === null);
const widths = ALL.filter((thing) => widthOf(thing) !== null);

const CASES: Readonly<Record<string, Case>> = {
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
    search: 'INDEX ix_width (account_id=?)',
    // Null, the smallest value, lies beyond the cursor as well, so that no range of the index has all that do.
    read: widths.filter((thing) => thing >= 800).length + PAGE + 2,
    finds: widths
      .filter((thing) => thing < 800)
      .slice(-PAGE)
      .reverse(),
  },
};

tryPlans(
  {
    fields: [field('kind', 'text'), field('meta', 'json')],
    indexes: [
      index('ix_color', 'meta.color:text'),
      index('ix_width', 'meta.sizes[0].width:number'),
      index('ix_kind_sold', 'kind', 'meta.sold:boolean'),
    ],
    values(thing) {
      const meta = metaOf(thing);
      return [`'k${thing % 3}'`, meta === null ? 'NULL' : `'${JSON.stringify(meta)}'`];
    },
  },
  CASES,
);
