import type { OwnQuotas, Quotas } from '#domain/accounts/quotas';

/** The quotas of accounts that have none of their own; a class so that it is its own injection token. */
export class DefaultQuotas {
  constructor(readonly quotas: Quotas) {}

  /** What applies to an account with these. */
  for(own: OwnQuotas): Quotas {
    const { storage, records, requests } = this.quotas;
    return {
      storage: own.storage ?? storage,
      records: own.records ?? records,
      requests: own.requests ?? requests,
    };
  }
}
