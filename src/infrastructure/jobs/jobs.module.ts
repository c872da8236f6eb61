import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobQueue } from '#application/ports/job-queue';
import { AppConfig } from '#server/config/app-config';
import { SecretBox } from '../crypto/secret-box';
import { JobEntity } from '../database/entities/job.entity';
import { JobWorkerModule } from './job-worker.module';
import { SqlJobQueue } from './sql-job-queue.service';
import { JobRunner } from './job-runner.service';
import { JobStore } from './job.store';

/** Durable work behind the requests. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([JobEntity]), JobWorkerModule],
  providers: [
    {
      provide: SecretBox,
      inject: [AppConfig],
      useFactory: ({ secretKey, secretKeyPrevious }: AppConfig) => new SecretBox([secretKey, ...secretKeyPrevious]),
    },
    JobStore,
    JobRunner,
    { provide: JobQueue, useClass: SqlJobQueue },
  ],
  exports: [JobQueue, JobRunner],
})
export class JobsModule {}
