/** Whatever may be expanded at once makes a statement that is not refused for its length. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseListRequest } from '#domain/query/parse-list-request';
import { parseShowRequest } from '#domain/query/parse-show-request';
import { planGet, planList } from '#domain/query/plan-records';
import { ANONYMOUS, type RequestContext, systemContext } from '#domain/kernel/request-context';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { catalog } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { compileList } from './compile-list';
import { compileGet } from './compile-read';
import { postgres } from './dialect/postgres';
import { sqlite } from './dialect/sqlite';

const PATHS = 20;
const DEEPEST = 5;
const WIDTH = 100;
const RULE = 'text0 = @request.auth.email || text1 = "open" && number0 > 3';

const shape = catalog.find('posts')!;
const ctx: RequestContext = { ...systemContext('r', 'acc'), actor: ANONYMOUS };
const below = Array.from({ length: DEEPEST - 1 }, (_, index) => `.list${index}`).join('');
const query = { expand: Array.from({ length: PATHS }, (_, index) => `single${index}${below}`).join(',') };

function fields(name: string, count: number, more: Partial<Field>): Field[] {
  const of = (index: number) => ({ id: `${name}${index}`, name: `${name}${index}`, column: `${name}${index}` });
  return Array.from({ length: count }, (_, index) => ({ ...shape.fields[0]!, ...of(index), ...more }));
}

const reference = { type: 'reference', collection: 'wide', onDelete: 'set_null' } as const;
const wide: Collection = {
  ...shape,
  name: 'wide',
  fields: [
    ...fields('text', WIDTH, { type: 'text' }),
    ...fields('number', WIDTH, { type: 'number' }),
    ...fields('single', PATHS, reference),
    ...fields('list', DEEPEST, { ...reference, options: { multiple: true } }),
  ],
  rules: { list: RULE, view: RULE, create: '', update: '', delete: '' },
};
const shapes = new Catalog(1, [wide]);
const access = new RuledFieldAccess();

it.each([sqlite, postgres])('as many deep paths as there may be fit into a statement: $name', (dialect) => {
  const list = planList(ctx, access, shapes, wide, parseListRequest(query, wide, EVERY_COLUMN), DEEPEST);
  expect(compileList(list, dialect).text).toContain(`x${PATHS * DEEPEST} AS`);
  const one = planGet(ctx, access, shapes, wide, parseShowRequest(query), DEEPEST);
  expect(compileGet(one, dialect).text).toContain(`x${PATHS * DEEPEST} AS`);
});
