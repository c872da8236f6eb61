/** Arithmetic is that of doubles on both engines, to the ends of their range: too large is null, too small is zero. */
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const MAX = Number.MAX_VALUE;
const MIN = Number.MIN_VALUE;
const NORMAL = 2 ** -1022;
/** The exponents at which one operation or another leaves the range. */
// prettier-ignore
const EDGES = [
  MAX, MAX / 2, MAX / 3, 2 ** 1023, 2 ** 970, 2 ** 969, 1e200, 2 ** 538, 2 ** 512, 2 ** 60, 3, 2, 1 + Number.EPSILON, 1,
  1 - Number.EPSILON / 2, 0.5, 0.1, 2 ** -51, 2 ** -60, 2 ** -61, 2 ** -512, 2 ** -537, 2 ** -538, 2 ** -539, 1e-200,
  2 ** -1021, NORMAL, NORMAL / 2, 3 * MIN, 2 * MIN, MIN, 0,
];
/** So many conditions fit in one filter. */
const GROUP = 35;
/** What no operation comes to. */
const NOTHING = 0.3;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.define('numbers', [{ name: 'n', type: 'number' }]);
  await world.http.post(`${API}/records/numbers`, { n: 1 }, { token: world.acme.token });
});
afterAll(() => world?.close());

/** Whether the condition is true of the one record that there is. */
async function holds(filter: string): Promise<boolean> {
  const answer = await world.http.get(`${API}/records/numbers?${new URLSearchParams({ filter })}`, {
    token: world.acme.token,
  });
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
  return answer.body.items.length === 1;
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? NaN : a / b),
  '%': (a, b) => (b === 0 ? NaN : a - Math.trunc(a / b) * b),
};

test.each(Object.entries(OPERATIONS))('a %s b', async (op, calculate) => {
  const wrong = EDGES.flatMap((size) => [size, -size]).flatMap((a) =>
    EDGES.map((b) => {
      const result = calculate(a, b);
      const expression = `${a} ${op} ${b}`;
      return Number.isFinite(result) ? `coalesce(${expression}, ${NOTHING}) != ${result}` : `${expression} != null`;
    }),
  );
  const failed: string[] = [];
  for (let from = 0; from < wrong.length; from += GROUP) {
    const conditions = wrong.slice(from, from + GROUP);
    if (!(await holds(conditions.join(' || ')))) continue;
    for (const condition of conditions) if (await holds(condition)) failed.push(condition);
  }
  expect(failed).toEqual([]);
});

test.each([
  [`n * ${MAX} = ${MAX}`, true],
  [`n * ${MAX} * 2 = null`, true],
  [`(n + ${MAX}) / ${MIN} = null`, true],
  [`n * ${MIN} * 0.5 = 0`, true],
  [`round(n * ${MIN}) = 0`, true],
  [`nullif(n, 1) * 0 = null`, true],
  [`0 / nullif(n, 1) = null`, true],
  [`n % nullif(n, 1) = null`, true],
])('of a column and of results: %s', async (filter, expected) => {
  expect(await holds(filter)).toBe(expected);
});
