import {
  type BeforeApplicationShutdown,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HooksEndModule } from '#server/common/hooks-end.module';
import { JobRunner } from './job-runner.service';

/**
 * Takes jobs from the start of the application to its end. It is not a global module, because Nest shuts those down
 * last, in an order that depends on where they are imported, and the end of a job needs the database and the mail
 * server.
 */
@Module({ imports: [HooksEndModule] })
export class JobWorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(private readonly runner: JobRunner) {}

  onApplicationBootstrap(): void {
    this.runner.begin();
  }

  beforeApplicationShutdown(): void {
    this.runner.stop();
  }

  /** Called after the last request. */
  async onApplicationShutdown(): Promise<void> {
    await this.runner.end();
  }
}
