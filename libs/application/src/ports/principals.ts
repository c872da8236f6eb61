/** Reads who a credential stands for, as the database has it now. */
import type { Credential, Principal } from '#domain/kernel/request-context';

export type CredentialKey = Pick<Credential, 'kind' | 'id'>;

export interface StoredPrincipal {
  readonly principal: Principal;
  /** When the credential itself ends; null: never. */
  readonly expiresAt: string | null;
  /** SHA-256 of the whole key, for API keys. */
  readonly keyHash: string | null;
}

export abstract class Principals {
  /** null: it is revoked, its owner is inactive, the owner's account is not open, or it never existed. */
  abstract find(credential: CredentialKey): Promise<StoredPrincipal | null>;

  /** The owner's authorisation version; null as for find. One point read, for every request that is not for records. */
  abstract findStamp(credential: CredentialKey): Promise<number | null>;
}
