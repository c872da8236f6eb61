/** What an account may have and do. */
/** Bytes of records and kept answers, records, and requests a minute. 0: any number. */
export interface Quotas {
  readonly storage: number;
  readonly records: number;
  readonly requests: number;
}

export const QUOTAS = ['storage', 'records', 'requests'] as const satisfies readonly (keyof Quotas)[];

/** Those of one account; null: as for every account. */
export type OwnQuotas = { readonly [K in keyof Quotas]: Quotas[K] | null };

export const NO_OWN_QUOTAS: OwnQuotas = { storage: null, records: null, requests: null };
