/** A variable that looks like a setting and is none is told of at the start: it would otherwise have no effect in silence. */
import { createWorld, type World } from '../../support/world';

const lines: string[] = [];
let world: World;

beforeAll(async () => {
  const environment = { SNACKBASE_RATELIMIT_ENABLED: 'hunter2', SNACKBASE_COLOUR: 'hunter2' };
  world = await createWorld(environment, (line) => lines.push(line));
});
afterAll(() => world?.close());

test('with the nearest name that is one, and without its value', () => {
  const told = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ context }) => context === 'Settings')
    .map(({ level, message }) => [level, message]);
  expect(told).toEqual([
    ['warn', 'SNACKBASE_RATELIMIT_ENABLED: is not known; did you mean SNACKBASE_RATE_LIMIT_ENABLED?'],
    ['warn', 'SNACKBASE_COLOUR: is not known; .env.example has all settings'],
  ]);
  expect(lines.join()).not.toContain('hunter2');
});
