/** Jobs of a test server: put in as features do, looked at as operators may, and hurried where people would wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { JobQueue, type NewJob } from '#application/ports/job-queue';
import { Units } from '#application/kernel/units';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { ReadDataSource } from '#server/infrastructure/database/reads/read-data-source';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import type { TestServer } from './server';
import { TEST_ACT } from './unit';

type App = TestServer['app'];

const WAIT_MS = 10_000;
const POLL_MS = 20;

export function addJob(app: App, job: Partial<NewJob> & Pick<NewJob, 'handler'>): Promise<string> {
  const jobs = app.get(JobQueue, { strict: false });
  return units(app).run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) =>
    jobs.add(tx, { payload: null, accountId: null, ...job }),
  );
}

export function findJob(app: App, id: string): Promise<JobEntity> {
  return app.get(ReadDataSource, { strict: false }).manager.findOneByOrFail(JobEntity, { id });
}

/** The newest first. */
export function jobsOf(app: App, handler: string): Promise<JobEntity[]> {
  const { manager } = app.get(ReadDataSource, { strict: false });
  return manager.find(JobEntity, { where: { handler }, order: { id: 'DESC' } });
}

/** Resolves with the job as soon as it has one of these states. */
export async function jobWith(app: App, id: string, ...statuses: string[]): Promise<JobEntity> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const job = await findJob(app, id);
    if (statuses.includes(job.status)) return job;
    if (Date.now() > deadline) throw new Error(`the job stays ${job.status}: ${job.errorMessage}`);
    await sleep(POLL_MS);
  }
}

/** As if the time until its next attempt had passed. */
export async function hurry(app: App, id: string): Promise<void> {
  await changeJob(app, id, { runAt: new Date().toISOString() });
}

export async function changeJob(app: App, id: string, change: Partial<JobEntity>): Promise<void> {
  await units(app).run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) =>
    managerOf(tx).update(JobEntity, { id }, change),
  );
}

export async function forgetJobs(app: App): Promise<void> {
  await units(app).run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) => managerOf(tx).deleteAll(JobEntity));
}

function units(app: App): Units {
  return app.get(Units, { strict: false });
}
