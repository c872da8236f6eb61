/**
 * Hooks that fail, before and after, in every way and at random, while many requests are under way: what was not written is
 * told to no after-hook, and what was, to each of them once.
 */
import fc from 'fast-check';
import { Database } from '#server/infrastructure/database/database';
import { snapshot } from '../support/changes';
import { FailingHooks, type Told } from '../support/hooks/failing-hooks';
import { FAILURES, type FailingWrite, failingWrite } from '../support/hooks/failing-write';
import { recordsOf, replay } from '../support/hooks/replay';
import type { Answer } from '../support/http';
import { API } from '../support/member';
import { scaled, SEED } from '../support/random-runs';
import { createWorld, type World } from '../support/world';

const WRITES = scaled(2000);
const AT_ONCE = 16;
/** An id that no record has. */
const NOTHING = '01980000-0000-7000-8000-000000000000';
const path = `${API}/records/items`;

const writes = new Map<string, FailingWrite>();
const named = new Map<string, number>();
const answers = new Map<string, Answer>();
const ids: Record<FailingWrite['account'], string[]> = { acme: [], twin: [] };
let world: World;
let hooks: FailingHooks;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_LOG_LEVEL: 'silent' });
  await world.define('items', [{ name: 'size', type: 'number' }]);
  hooks = new FailingHooks(world.server, writes, named);
  const queue = fc.sample(failingWrite, { numRuns: WRITES, seed: SEED }).entries();
  const worker = async (): Promise<void> => {
    for (const [index, write] of queue) await perform(`write-${index}`, write);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await hooks.idle();
});
afterAll(() => world?.close());

async function perform(requestId: string, write: FailingWrite): Promise<void> {
  const { op, account, records } = write;
  const own = ids[account];
  const picked = records.map(({ pick }) => own[pick % (own.length + 1)] ?? NOTHING);
  const data = records.map(({ isValid, pick }) => ({ size: isValid ? pick : 'of no use' }));
  const [method, body] = {
    create: ['POST', { records: data }] as const,
    update: ['PATCH', { records: picked.map((id, index) => ({ id, data: data[index] })) }] as const,
    delete: ['DELETE', { ids: picked }] as const,
  }[op];
  writes.set(requestId, write);
  named.set(requestId, op === 'delete' ? new Set(picked).size : records.length);
  const { token } = world[account];
  const answer = await world.http.call(method, `${path}/batch`, {
    token,
    body,
    headers: { 'x-correlation-id': requestId },
  });
  answers.set(requestId, answer);
  if (op === 'create' && answer.status === 201) own.push(...answer.body.created.map(({ id }: { id: string }) => id));
}

const isWritten = (requestId: string): boolean => answers.get(requestId)!.status < 300;

describe(`${WRITES} writes of seed ${SEED}`, () => {
  test('a hook that fails is answered as its failure says, and shows nothing of itself', () => {
    const seen = new Set<string>();
    for (const [requestId, { before }] of writes) {
      const { status, text, body } = answers.get(requestId)!;
      if (before === null) expect([200, 201, 404, 422]).toContain(status);
      else expect([before, status]).toEqual([before, FAILURES[before]]);
      if (status === 500) expect(body).toMatchObject({ error: 'HOOK_FAILED', message: 'An unexpected error occurred' });
      expect(text).not.toMatch(/broken|no error/);
      seen.add(`${before} ${status}`);
    }
    const failures = Object.entries(FAILURES).map(([how, status]) => `${how} ${status}`);
    expect(seen).toEqual(new Set([...failures, ...[200, 201, 404, 422].map((status) => `null ${status}`)]));
  });

  test('after-hooks are told of what was written and of nothing else, each once', async () => {
    const written = [...named].filter(([requestId]) => isWritten(requestId));
    const told = Map.groupBy(hooks.toldFirst, ({ requestId }) => requestId);
    expect(new Map([...told].map(([requestId, { length }]) => [requestId, length]))).toEqual(new Map(written));
    const tables = await snapshot(world.server.app.get(Database, { strict: false }));
    expect(replay(hooks.toldFirst)).toEqual(recordsOf(tables));
  });

  test('what one after-hook throws keeps no other from being told', () => {
    const plain = (told: readonly Told[]) =>
      told.map(({ requestId, op, change }) => `${requestId} ${op} ${change.id}`).toSorted();
    expect(plain(hooks.toldLast)).toEqual(plain(hooks.toldFirst));
  });

  test('every before-hook that was called learns what became of it, once', () => {
    const told = Map.groupBy(hooks.settled, ({ requestId }) => requestId);
    for (const [requestId, number] of named) {
      const outcome = isWritten(requestId) ? 'committed' : 'rolled_back';
      const outcomes = told.get(requestId)!.map((each) => each.outcome);
      expect([requestId, outcomes]).toEqual([requestId, Array.from({ length: number }, () => outcome)]);
    }
  });
});
