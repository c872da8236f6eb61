import * as fc from 'fast-check';
import type { Hook } from './hook';
import { runChain } from './hook-chain';
import { randomRuns } from '../../../../test/support/random-runs';

/** What a handler does: how often it calls next(), whether it waits for it and catches what that throws, and whether it throws. */
interface Script {
  readonly calls: number;
  readonly waits: boolean;
  readonly catches: boolean;
  readonly throws: 'never' | 'early' | 'late';
  readonly turns: number;
}

const SCRIPT: fc.Arbitrary<Script> = fc.record({
  calls: fc.integer({ min: 0, max: 2 }),
  waits: fc.boolean(),
  catches: fc.boolean(),
  throws: fc.constantFrom('never', 'never', 'early', 'late'),
  turns: fc.nat(3),
});

const named = (id: number): Hook => ({ id: String(id) }) as Hook;

class Play {
  readonly started: number[] = [];
  readonly thrown: Error[] = [];
  running = 0;

  constructor(private readonly scripts: readonly Script[]) {}

  async run(): Promise<void> {
    await runChain(
      this.scripts.map((_, index) => named(index)),
      ({ id }, next) => this.handle(Number(id), next),
    );
  }

  private async handle(index: number, next: () => Promise<void>): Promise<void> {
    const { calls, waits, catches, throws, turns } = this.scripts[index]!;
    this.started.push(index);
    this.running += 1;
    try {
      if (throws === 'early') this.fail(index);
      for (let call = 0; call < calls; call += 1) {
        const rest = catches ? next().catch(() => undefined) : next();
        if (waits) await rest;
      }
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      if (throws === 'late') this.fail(index);
    } finally {
      this.running -= 1;
    }
  }

  private fail(index: number): never {
    const error = new Error(`of ${index}`);
    this.thrown.push(error);
    throw error;
  }
}

test('each handler runs once, in order; the first thing thrown refuses; nothing is left running', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(SCRIPT, { maxLength: 5 }), async (scripts) => {
      const play = new Play(scripts);
      const failure: unknown = await play.run().then(
        () => null,
        (error: unknown) => error,
      );
      expect(play.running).toBe(0);
      expect(play.started).toEqual([...play.started.keys()]);
      expect(failure).toBe(play.thrown[0] ?? null);
      if (failure === null) expect(play.started).toHaveLength(scripts.length);
    }),
    randomRuns(500),
  );
});

test('handlers are nested', async () => {
  const seen: string[] = [];
  await runChain([named(1), named(2)], async ({ id }, next) => {
    seen.push(`into ${id}`);
    await next();
    seen.push(`out of ${id}`);
  });
  expect(seen).toEqual(['into 1', 'into 2', 'out of 2', 'out of 1']);
});

test('next() that is called when all is over starts nobody', async () => {
  let late: (() => Promise<void>) | undefined;
  const called: string[] = [];
  const chain = runChain([named(1), named(2)], (hook, next) => {
    called.push(hook.id);
    late = next;
    return Promise.reject(new Error('no'));
  });
  await expect(chain).rejects.toThrow('no');
  await late!();
  expect(called).toEqual(['1']);
});
