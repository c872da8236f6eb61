import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobQueue } from '#application/ports/job-queue';
import { AppConfig } from '#server/config/app-config';
import { SecretBox } from '../crypto/secret-box';
import { JobEntity } from '../database/entities/job.entity';
import { SqlJobQueue } from './sql-job-queue.service';
import { JobRunner } from './job-runner.service';
import { JobStore } from './job.store';

/** Durable work behind the requests. Listed after the database, so that it ends before the database closes. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([JobEntity])],
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
  exports: [JobQueue],
})
export class JobsModule {}
