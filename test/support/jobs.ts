/** Jobs of a test server: put in as features do, looked at as operators may, and hurried where people would wait. */
import { JobQueue, type NewJob } from '#application/ports/job-queue';
import { Units } from '#application/kernel/units';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { JobRunner } from '#server/infrastructure/jobs/job-runner.service';
import { DataSource } from 'typeorm';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { eventually } from './eventually';
import type { TestServer } from './server';
import { TEST_ACT } from './unit';

type App = TestServer['app'];

export function addJob(app: App, job: Partial<NewJob> & Pick<NewJob, 'handler'>): Promise<string> {
  const jobs = app.get(JobQueue, { strict: false });
  return units(app).run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) =>
    jobs.add(tx, { payload: null, accountId: null, ...job }),
  );
}

export function findJob(app: App, id: string): Promise<JobEntity> {
  return app.get(DataSource, { strict: false }).manager.findOneByOrFail(JobEntity, { id });
}

/** The newest first. */
export function jobsOf(app: App, handler: string): Promise<JobEntity[]> {
  const { manager } = app.get(DataSource, { strict: false });
  return manager.find(JobEntity, { where: { handler }, order: { id: 'DESC' } });
}

/** Resolves with the job as soon as it has one of these states. */
export async function jobWith(app: App, id: string, ...statuses: string[]): Promise<JobEntity> {
  let job = await findJob(app, id);
  const isWanted = async (): Promise<boolean> => {
    job = await findJob(app, id);
    return statuses.includes(job.status);
  };
  await eventually(isWanted, () => `the job stays ${job.status}: ${job.errorMessage}`);
  return job;
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

/** As if an hour had passed since what is done every hour was done. */
export function hurryChores(app: App): void {
  const runner = app.get(JobRunner, { strict: false });
  runner['nextChores'] = 0;
  runner.wake();
}

function units(app: App): Units {
  return app.get(Units, { strict: false });
}
