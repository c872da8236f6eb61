/**
 * Every door to records × every kind of caller, rule and field: what each sees is decided by the facts of the matrix, which know
 * nothing of the planner and of SQL. B1 to B5.
 */
import { BACK_RELATION_DOORS } from '../support/door-matrix/back-relation-doors';
import { COMPUTED_BACK_DOORS } from '../support/door-matrix/computed-back-doors';
import { DOORS } from '../support/door-matrix/doors';
import { CALLERS, FIELDS, RULES } from '../support/door-matrix/facts';
import { JSON_PATH_DOORS } from '../support/door-matrix/json-path-door';
import { MACRO_DOOR } from '../support/door-matrix/macro-door';
import { MatrixWorld } from '../support/door-matrix/matrix-world';

let world: MatrixWorld;

beforeAll(async () => {
  world = await MatrixWorld.create();
});
afterAll(() => world?.close());

describe.each(CALLERS)('%s', (caller) => {
  test.each(
    [...DOORS, ...BACK_RELATION_DOORS, ...COMPUTED_BACK_DOORS, ...JSON_PATH_DOORS, MACRO_DOOR].map(
      (door) => [door.name, door] as const,
    ),
  )('%s', async (_name, door) => {
    const seen: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const rule of RULES) {
      for (const field of FIELDS) {
        const cell = { world, caller, rule, field };
        seen[`${rule} ${field}`] = await door.see(cell);
        expected[`${rule} ${field}`] = door.expect(cell);
      }
    }
    expect(seen).toEqual(expected);
  });
});
