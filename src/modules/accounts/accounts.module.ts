import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#domain/kernel/clock';
import { AccountDeletionJob } from '#application/accounts/account-deletion-job';
import { Accounts } from '#application/accounts/accounts';
import { DeleteAccount } from '#application/accounts/delete-account';
import { SingleTenantAccount } from '#application/accounts/single-tenant-account';
import { AccountDirectory } from '#application/ports/account-directory';
import { AccountEraser } from '#application/ports/account-eraser';
import { AccountStore } from '#application/ports/account-store';
import { Catalogs } from '#application/ports/catalogs';
import { JobQueue } from '#application/ports/job-queue';
import { Units } from '#application/kernel/units';
import { UserDirectory } from '#application/ports/user-directory';
import { provide } from '#server/common/provide';
import { AccountsController } from './accounts.controller';
import { DeletionWait } from './deletion-wait.service';
import { SingleTenantBootstrap } from './single-tenant-bootstrap.service';

@Module({
  controllers: [AccountsController],
  providers: [
    provide(Accounts, [AccountStore, AccountDirectory, UserDirectory, Units]),
    provide(DeleteAccount, [AccountStore, JobQueue, Units]),
    provide(AccountDeletionJob, [AccountEraser, AccountDirectory, Catalogs, Units, Clock]),
    provide(SingleTenantAccount, [AccountStore, Units]),
    DeletionWait,
    SingleTenantBootstrap,
  ],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly deletion: AccountDeletionJob,
  ) {}

  onModuleInit(): void {
    this.jobs.register(this.deletion);
  }
}
