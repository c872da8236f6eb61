/** Random sequences of requests: which hooks are called, in which order, and with what, is what a plain model says. */
import fc from 'fast-check';
import { HookModel } from '../support/hooks/model';
import { ObservedSteps } from '../support/hooks/observed-steps';
import { randomSequence, REFERENCES } from '../support/hooks/random-step';
import { LONG_SESSIONS, randomRuns, scaled } from '../support/random-runs';
import { createWorld, type World } from '../support/world';

const RUNS = randomRuns(500);
const TIMEOUT_MS = scaled(300_000);

let world: World;
let server: ObservedSteps;

beforeAll(async () => {
  world = await createWorld({ ...LONG_SESSIONS, SNACKBASE_LOG_LEVEL: 'error' });
  const title = { name: 'title', type: 'text', required: true };
  const references = Object.entries(REFERENCES).map(([name, { collection, onDelete }]) => {
    return { name, type: 'reference', collection, on_delete: onDelete };
  });
  await world.define('people', [title]);
  await world.define('tasks', [title, ...references]);
  server = new ObservedSteps(world);
});
afterAll(() => world?.close());

test(
  `${RUNS.numRuns} random sequences fire what the model says`,
  async () => {
    const reached = new Set<string>();
    const property = fc.asyncProperty(randomSequence, async (steps) => {
      const model = new HookModel();
      for (const step of steps) {
        const asked = model.ask(step);
        const { made, ...seen } = await server.perform(asked);
        expect({ asked, ...seen }).toEqual({ asked, ...model.perform(asked, made) });
        reached.add(`${step.op} ${seen.outcome}`);
        for (const event of seen.after.filter((each) => each.endsWith('by cascade')))
          reached.add(event.split(' ', 2).join(' '));
      }
    });
    await fc.assert(property, RUNS);
    const outcomes = ['create', 'update', 'delete'].flatMap((op) =>
      ['done', 'refused', 'aborted'].map((each) => `${op} ${each}`),
    );
    expect(reached).toEqual(new Set([...outcomes, 'after delete', 'after update']));
  },
  TIMEOUT_MS,
);
