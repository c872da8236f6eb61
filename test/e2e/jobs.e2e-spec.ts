/** Durable jobs: written with what causes them, done once they are due, again after a failure, by one process at a time. */
import { JobQueue, type JobHandler, type RunningJob } from '#application/ports/job-queue';
import { Units } from '#application/kernel/units';
import { isoTime } from '#domain/kernel/clock';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { DataSource } from 'typeorm';
import { eventually } from '../support/eventually';
import { addJob, findJob, hurry, jobWith } from '../support/jobs';
import { startServer, type TestServer } from '../support/server';
import { TEST_ACT } from '../support/unit';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

function register(handler: JobHandler, app: TestServer['app'] = server.app): void {
  app.get(JobQueue, { strict: false }).register(handler);
}

/** What one handler was called with. */
function recorded(name: string, work: (job: RunningJob) => unknown = () => undefined): RunningJob[] {
  const calls: RunningJob[] = [];
  register({
    name,
    run: async (job) => {
      calls.push(job);
      await work(job);
    },
  });
  return calls;
}

/** A job whose time comes in an hour, put in and put off in one unit. */
function addLater(handler: string): Promise<string> {
  const [jobs, units] = [server.app.get(JobQueue, { strict: false }), server.app.get(Units, { strict: false })];
  return units.run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, async (tx) => {
    const id = await jobs.add(tx, { handler, payload: null, accountId: null });
    const runAt = isoTime(Date.parse(tx.now) + 3_600_000);
    await managerOf(tx).update(JobEntity, { id }, { runAt });
    return id;
  });
}

describe('a job', () => {
  test('runs after the commit, with its payload, and at once', async () => {
    const calls = recorded('plain');
    const id = await addJob(server.app, { handler: 'plain', payload: { n: [1, 'ü'] } });
    const job = await jobWith(server.app, id, 'completed');
    expect(calls).toMatchObject([{ id, payload: { n: [1, 'ü'] }, accountId: null, attempt: 1, isLastAttempt: false }]);
    expect(job).toMatchObject({ attemptNumber: 1, lockedUntil: null, errorMessage: null });
    expect(Date.parse(job.completedAt!) - Date.parse(job.createdAt)).toBeLessThan(2000);
  });

  test('is not there when its unit failed', async () => {
    const calls = recorded('undone');
    const [jobs, units] = [server.app.get(JobQueue, { strict: false }), server.app.get(Units, { strict: false })];
    const failing = units.run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, async (tx) => {
      await jobs.add(tx, { handler: 'undone', payload: null, accountId: null });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const { manager } = server.app.get(DataSource, { strict: false });
    expect(await manager.countBy(JobEntity, { handler: 'undone' })).toBe(0);
    expect(calls).toEqual([]);
  });

  test('waits for its time', async () => {
    const calls = recorded('later');
    const id = await addLater('later');
    recorded('now');
    await jobWith(server.app, await addJob(server.app, { handler: 'now' }), 'completed');
    expect((await findJob(server.app, id)).status).toBe('pending');
    await hurry(server.app, id);
    await jobWith(server.app, id, 'completed');
    expect(calls).toHaveLength(1);
  });

  test('that fails is tried again, each time later, and given up when its attempts are used up', async () => {
    const calls = recorded('failing', () => Promise.reject(new Error('x'.repeat(6000))));
    const id = await addJob(server.app, { handler: 'failing', maxAttempts: 3, retryDelaySeconds: 100 });
    for (const [attempt, delay] of [100, 200].entries()) {
      const job = await jobWith(server.app, id, 'retrying');
      expect(job.attemptNumber).toBe(attempt + 1);
      expect(Date.parse(job.runAt) - Date.parse(job.failedAt!)).toBe(delay * 1000);
      expect(job.errorMessage).toHaveLength(5000);
      await hurry(server.app, id);
      await eventually(() => calls.length > attempt + 1);
    }
    expect(await jobWith(server.app, id, 'dead')).toMatchObject({ attemptNumber: 3, lockedUntil: null });
    expect(calls.map((job) => job.isLastAttempt)).toEqual([false, false, true]);
  });

  test.each([
    [
      'throws before it waits',
      {
        name: 'thrower',
        run: () => {
          throw new Error('at once');
        },
      },
      'at once',
    ],
    ['throws what is no error', { name: 'odd', run: () => Promise.reject('plain text') }, 'plain text'],
    ['is unknown', null, 'No handler is named "nobody"'],
  ])('E5: whose handler %s is a failed attempt and nothing worse', async (_what, handler, reason) => {
    if (handler) register(handler);
    const id = await addJob(server.app, { handler: handler?.name ?? 'nobody', maxAttempts: 1 });
    expect(await jobWith(server.app, id, 'dead')).toMatchObject({ errorMessage: reason });
    recorded('after');
    await jobWith(server.app, await addJob(server.app, { handler: 'after' }), 'completed');
  });

  test('M-1: keeps its secrets sealed while it lives, out of its errors, and loses them at its end', async () => {
    const token = 'live-token-0123456789';
    const calls = recorded('secretive', ({ secrets, attempt }) => {
      if (attempt === 1) throw new Error(`the server did not like ${secrets['token']}`);
    });
    const id = await addJob(server.app, { handler: 'secretive', secrets: { token } });
    const waiting = await jobWith(server.app, id, 'retrying');
    expect(waiting.secrets).toMatch(/^[\w-]{20,}$/);
    expect(waiting.errorMessage).toBe('the server did not like [secret]');
    expect(JSON.stringify(waiting)).not.toContain(token);
    expect(Buffer.from(waiting.secrets!, 'base64url').toString('latin1')).not.toContain(token);
    await hurry(server.app, id);
    expect(await jobWith(server.app, id, 'completed')).toMatchObject({ secrets: null });
    expect(calls.map(({ secrets }) => secrets)).toEqual([{ token }, { token }]);

    recorded('hopeless', () => Promise.reject(new Error('no')));
    const lost = await addJob(server.app, { handler: 'hopeless', secrets: { token }, maxAttempts: 1 });
    expect(await jobWith(server.app, lost, 'dead')).toMatchObject({ secrets: null });
  });

  test('shows its progress and its state', async () => {
    const jobs = server.app.get(JobQueue, { strict: false });
    const accountId = '5b000000-0000-4000-8000-00000000aaaa';
    let goOn: () => void = () => undefined;
    recorded('reporting', async (job) => {
      await job.report({ done: 3, of: 10 });
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    expect(await jobs.findLatest('reporting', accountId)).toBeNull();
    const first = await addJob(server.app, { handler: 'reporting', accountId });
    await eventually(async () => (await findJob(server.app, first)).progress);
    expect(await jobs.findLatest('reporting', accountId)).toEqual({
      id: first,
      status: 'running',
      progress: { done: 3, of: 10 },
      errorMessage: null,
    });
    goOn();
    await jobWith(server.app, first, 'completed');
    expect(await jobs.findLatest('reporting', '5b000000-0000-4000-8000-00000000bbbb')).toBeNull();
  });
});

test('a hundred jobs are done several at a time, each once', async () => {
  let running = 0;
  const several = Promise.withResolvers<void>();
  const calls = recorded('many', async () => {
    running += 1;
    if (running > 1) several.resolve();
    await several.promise;
    running -= 1;
  });
  const ids = await Promise.all(Array.from({ length: 100 }, () => addJob(server.app, { handler: 'many' })));
  await Promise.all(ids.map((id) => jobWith(server.app, id, 'completed')));
  expect(new Set(calls.map(({ id }) => id)).size).toBe(100);
  expect(calls).toHaveLength(100);
});
