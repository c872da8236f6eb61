import cluster from 'node:cluster';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SingleTenantAccount } from '#application/accounts/single-tenant-account';
import { DomainError } from '#domain/kernel/errors';
import { AppConfig } from '#server/config/app-config';
import { ConfigError } from '#server/config/config-error';

/** Makes sure that the account of a single-tenant server exists before anybody needs it. */
@Injectable()
export class SingleTenantBootstrap implements OnApplicationBootstrap {
  constructor(
    private readonly config: AppConfig,
    private readonly accounts: SingleTenantAccount,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { singleTenantMode, singleTenantAccount: slug, singleTenantAccountName: name } = this.config;
    // The primary process has done it before there were workers.
    if (!singleTenantMode || slug === undefined || cluster.isWorker) return;
    try {
      await this.accounts.ensure(slug, name?.trim() || slug);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const problems = error.extras.details ?? [];
      throw new ConfigError(
        problems.map(({ field, message }) => `SNACKBASE_SINGLE_TENANT_${field.toUpperCase()}: ${message}`),
      );
    }
  }
}
