/** Jobs of several processes on one database: shared out, taken over from who died, given back by who stops. */
import { JobQueue, type JobHandler, type RunningJob } from '#application/ports/job-queue';
import type { AppConfig } from '#server/config/app-config';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { JobRunner } from '#server/infrastructure/jobs/job-runner.service';
import { DataSource } from 'typeorm';
import { eventually } from '../support/eventually';
import { addJob, changeJob, findJob, forgetJobs, jobWith } from '../support/jobs';
import { takeDatabaseAway } from '../support/outage';
import { anotherApp, startServer, type TestServer } from '../support/server';

type App = TestServer['app'];

const LONG_AGO = '2001-01-01T00:00:00.000Z';
const EIGHT_DAYS_AGO = new Date(Date.now() - 8 * 86_400_000).toISOString();
const HUNDRED_DAYS_AGO = new Date(Date.now() - 100 * 86_400_000).toISOString();

/** Takes no jobs itself. */
let server: TestServer;
let workers: App[] = [];
beforeAll(async () => {
  server = await startServer({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  workers = [];
  await forgetJobs(server.app);
});
afterAll(() => server?.stop());

/** The worker knows its handlers before it takes its first job, as in a server whose features register theirs. */
async function startWorker(handlers: readonly JobHandler[], settings: Partial<AppConfig> = {}): Promise<App> {
  const begin = jest.spyOn(JobRunner.prototype, 'begin').mockReturnValue();
  const worker = await anotherApp(server, { jobWorkerEnabled: true, ...settings });
  begin.mockRestore();
  workers.push(worker);
  for (const handler of handlers) worker.get(JobQueue, { strict: false }).register(handler);
  worker.get(JobRunner, { strict: false }).begin();
  return worker;
}

function handler(name: string, run: (job: RunningJob) => Promise<unknown>): JobHandler {
  return { name, run: async (job) => void (await run(job)) };
}

const untilStopped = ({ signal }: RunningJob): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const never = (): Promise<never> => new Promise(() => undefined);

/** A job in the state in which a killed process leaves it. */
async function orphan(name: string, attemptNumber: number): Promise<string> {
  const id = await addJob(server.app, { handler: name });
  await changeJob(server.app, id, { status: 'running', attemptNumber, lockedUntil: LONG_AGO });
  return id;
}

test('a process that takes no jobs leaves them to others', async () => {
  const takers: string[] = [];
  const taking = (who: string): JobHandler => handler('somebody', async () => takers.push(who));
  server.app.get(JobQueue, { strict: false }).register(taking('the server'));
  const ids = [await addJob(server.app, { handler: 'somebody' })];
  await startWorker([taking('the worker')]);
  ids.push(await addJob(server.app, { handler: 'somebody' }));
  for (const id of ids) await jobWith(server.app, id, 'completed');
  expect(takers).toEqual(['the worker', 'the worker']);
});

test('two processes share the jobs out and do each once', async () => {
  const done: string[] = [];
  const both = Promise.withResolvers<void>();
  /** No job ends before both processes have one, so a process that is quick to ask cannot have them all. */
  const once = (who: string): JobHandler =>
    handler('shared', async ({ id }) => {
      done.push(`${who} ${id}`);
      if (new Set(done.map((line) => line.split(' ')[0])).size === 2) both.resolve();
      await both.promise;
    });
  for (const who of ['first', 'second']) await startWorker([once(who)]);
  const ids = await Promise.all(Array.from({ length: 60 }, () => addJob(server.app, { handler: 'shared' })));
  await Promise.all(ids.map((id) => jobWith(server.app, id, 'completed')));
  expect(done).toHaveLength(60);
  expect(new Set(done.map((line) => line.split(' ')[1])).size).toBe(60);
});

describe('a process that died', () => {
  test('leaves its job to another, and its attempt counts', async () => {
    const id = await orphan('orphan', 1);
    const calls: RunningJob[] = [];
    await startWorker([handler('orphan', async (job) => calls.push(job))]);
    expect(await jobWith(server.app, id, 'completed')).toMatchObject({ attemptNumber: 2 });
    expect(calls).toMatchObject([{ attempt: 2 }]);
  });

  test('each time ends the job as dead, and its handler hears of it', async () => {
    const id = await orphan('poison', 3);
    const heard: unknown[] = [];
    await startWorker([
      {
        ...handler('poison', () => Promise.reject(new Error('must not run'))),
        settle: async (_tx, { attempt, isLastAttempt }, error) => void heard.push([attempt, isLastAttempt, error]),
      },
    ]);
    const job = await jobWith(server.app, id, 'dead');
    expect(job).toMatchObject({ errorMessage: 'The process that ran it ended', attemptNumber: 3, secrets: null });
    expect(heard).toEqual([[3, true, 'The process that ran it ended']]);
  });

  test('and comes back has nothing to say about the job any more', async () => {
    const id = await addJob(server.app, { handler: 'slow' });
    const paused = Promise.withResolvers<void>();
    const reported = Promise.withResolvers<void>();
    await startWorker([
      handler('slow', async (job) => {
        await paused.promise;
        await job.report('still here').then(reported.resolve, reported.reject);
      }),
    ]);
    await jobWith(server.app, id, 'running');
    await changeJob(server.app, id, { attemptNumber: 2, status: 'completed', lockedUntil: null });
    paused.resolve();
    await expect(reported.promise).rejects.toThrow('taken by another process');
    expect(await findJob(server.app, id)).toMatchObject({ status: 'completed', attemptNumber: 2, progress: null });
  });
});

test('a job that gives no sign of life is ended, one that reports goes on', async () => {
  let isSilentDead = false;
  let step = 0;
  const reportUntilThen = async (job: RunningJob): Promise<boolean> => {
    await job.report({ step: ++step });
    return isSilentDead;
  };
  await startWorker([handler('silent', never), handler('reporting', (job) => eventually(() => reportUntilThen(job)))], {
    jobExecutionTimeout: 1,
  });
  // Runs for longer than the other may be silent, because it begins before that one and ends after it.
  const reporting = await addJob(server.app, { handler: 'reporting', maxAttempts: 1 });
  await eventually(() => step > 0);
  const silent = await addJob(server.app, { handler: 'silent', maxAttempts: 1 });
  const dead = await jobWith(server.app, silent, 'dead');
  expect(dead.errorMessage).toBe('Gave no sign of life for 1 seconds');
  isSilentDead = true;
  const done = await jobWith(server.app, reporting, 'completed');
  expect(done).toMatchObject({ attemptNumber: 1, progress: `{"step":${step}}` });
});

test('a stop ends jobs that heed it, waits for those about to end, and gives the others back uncounted', async () => {
  const started: string[] = [];
  const noting = (name: string, run: (job: RunningJob) => Promise<unknown>): JobHandler =>
    handler(name, (job) => {
      started.push(name);
      return run(job);
    });
  const worker = await startWorker(
    [
      noting('heeding', untilStopped),
      noting('deaf', never),
      noting('finishing', (job) => untilStopped(job).catch(() => findJob(server.app, job.id))),
    ],
    { shutdownTimeoutSeconds: 2 },
  );
  const [heeding, deaf, finishing] = await Promise.all(
    ['heeding', 'deaf', 'finishing'].map((name) => addJob(server.app, { handler: name })),
  );
  await eventually(() => started.length === 3);
  workers = [];
  await worker.close();
  for (const id of [heeding!, deaf!]) {
    const job = await findJob(server.app, id);
    expect(job).toMatchObject({ status: 'pending', attemptNumber: 0, lockedUntil: null, errorMessage: null });
  }
  expect(await findJob(server.app, finishing!)).toMatchObject({ status: 'completed', attemptNumber: 1 });
});

test('E5: a database that goes away ends nothing; jobs go on when it is back', async () => {
  const done: string[] = [];
  await startWorker([handler('after', async ({ id }) => done.push(id))]);
  await takeDatabaseAway(server);
  const id = await eventually(() => addJob(server.app, { handler: 'after' }).catch(() => ''));
  await jobWith(server.app, id, 'completed');
  expect(done).toEqual([id]);
});

test('what ended long ago is cleared away, failures later', async () => {
  const { manager } = server.app.get(DataSource, { strict: false });
  const ended = async (status: string, at: string): Promise<string> => {
    const id = await addJob(server.app, { handler: 'old' });
    const times = status === 'dead' ? { failedAt: at } : { completedAt: at };
    await changeJob(server.app, id, { status, runAt: at, ...times });
    return id;
  };
  const gone = [await ended('completed', EIGHT_DAYS_AGO), await ended('dead', HUNDRED_DAYS_AGO)];
  const kept = [await ended('completed', new Date().toISOString()), await ended('dead', EIGHT_DAYS_AGO)];
  await startWorker([]);
  await eventually(async () => !(await manager.existsBy(JobEntity, { id: gone[1]! })));
  expect(await manager.existsBy(JobEntity, { id: gone[0]! })).toBe(false);
  for (const id of kept) expect(await manager.existsBy(JobEntity, { id })).toBe(true);
});
