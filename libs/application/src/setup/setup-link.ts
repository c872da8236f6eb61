/**
 * The way in for operators who start a server without naming a superadmin: a link with a one-time token, printed only
 * to the terminal of the server. There is no default password that somebody could forget to change.
 */
import { hashSecret, isSecret, newSecret } from '#domain/auth/opaque-token';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import type { SetupStore } from '../ports/setup-store';
import type { Units } from '../kernel/units';
import type { CreateSuperadmin } from './create-superadmin';

const LIFETIME_MS = 24 * 60 * 60 * 1000;

export class SetupLink {
  constructor(
    private readonly store: SetupStore,
    private readonly units: Units,
    private readonly superadmins: CreateSuperadmin,
    private readonly clock: Clock,
  ) {}

  /** A new token; every earlier one stops working. null: the server is set up. */
  async issue(): Promise<string | null> {
    if (await this.superadmins.exists()) return null;
    const secret = newSecret();
    const secretHash = hashSecret(secret);
    await this.units.run(systemContext('setup', SYSTEM_ACCOUNT_ID), { name: 'setup.issue_link' }, (tx) =>
      this.store.replace(tx, secretHash, tx.now, isoTime(Date.parse(tx.now) + LIFETIME_MS)),
    );
    return secret;
  }

  /** True once a superadmin exists: there is nothing to set up any more. */
  isDone(): Promise<boolean> {
    return this.superadmins.exists();
  }

  /** Makes the first superadmin; the token works once, even when many try at the same moment. */
  async complete(token: string, email: string, password: string): Promise<void> {
    const hash = hashSecret(token);
    const now = this.clock.iso();
    // Checked before the slow hash and the exclusive unit, so that strangers can make neither happen.
    if (!isSecret(token) || !(await this.store.isValid(hash, now))) throw linkInvalid();
    await this.superadmins.execute({ email, password, force: false }, async (tx) => {
      if (!(await this.store.consume(tx, hash, now))) throw linkInvalid();
    });
  }
}

function linkInvalid(): DomainError {
  const hint = 'Start the server again to get a new link';
  return new DomainError('SETUP_TOKEN_INVALID', 'forbidden', 'This set-up link is not valid any more', { hint });
}
