import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#domain/kernel/clock';
import { AccountDeletionJob } from '#application/accounts/account-deletion-job';
import { AccountAdministration } from '#application/accounts/account-administration';
import { DeleteAccount } from '#application/accounts/delete-account';
import { SingleTenantAccount } from '#application/accounts/single-tenant-account';
import { ModelHooks } from '#application/kernel/hooks/model-hooks';
import { Accounts } from '#application/ports/accounts';
import { AccountEraser } from '#application/ports/account-eraser';
import { Catalogs } from '#application/ports/catalogs';
import { GroupStore } from '#application/ports/group-store';
import { JobQueue } from '#application/ports/job-queue';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
import { provide } from '#server/common/provide';
import { AccountsController } from './accounts.controller';
import { DeletionWait } from './deletion-wait.service';
import { SingleTenantBootstrap } from './single-tenant-bootstrap.service';
import { UnusedAccounts } from './unused-accounts.service';

@Module({
  controllers: [AccountsController],
  providers: [
    provide(AccountAdministration, [Accounts, GroupStore, Users, Units]),
    provide(DeleteAccount, [Accounts, JobQueue, Units]),
    provide(AccountDeletionJob, [AccountEraser, Accounts, Catalogs, Units, ModelHooks, Clock]),
    provide(SingleTenantAccount, [Accounts, GroupStore, Units]),
    DeletionWait,
    UnusedAccounts,
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
