import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PasswordHasher } from '#application/ports/password-hasher';
import { DomainError } from '#domain/kernel/errors';
import { Tally } from '#domain/kernel/tally';
import { isPasswordTooLong } from '#domain/auth/password-policy';
import { BcryptWorker } from './bcrypt-worker';

/** Three seconds of work, 25 where the thread rests: clients give up after 30, so later ones are told to try again. */
const MAX_WAITING = 60;
/** A second of work, eight where the thread rests: one client alone can make the others wait that long. */
const MAX_WAITING_PER_CLIENT = 20;
const RETRY_AFTER_SECONDS = 5;
/** The hash of 32 random bytes that were thrown away, so of a password that nobody knows; at the same cost as ours. */
const DUMMY_HASH = '$2b$10$wXCAIrjF8dIh5PGf9jEw0O5OnZW19qC6ynjVCm/jASpDG8fip2u1q';
const BCRYPT_HASH = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** bcrypt in a thread of its own, with a bounded queue. */
@Injectable()
export class BcryptPasswordHasher extends PasswordHasher implements OnApplicationShutdown {
  private readonly worker = new BcryptWorker();
  private readonly waitingOf = new Tally();

  override refuseWhenFull(client?: string): void {
    const ofClient = client === undefined ? 0 : this.waitingOf.of(client);
    if (this.worker.load >= MAX_WAITING || ofClient >= MAX_WAITING_PER_CLIENT) throw busy();
  }

  override async hash(password: string, client?: string): Promise<string> {
    return String(await this.run(password, null, client));
  }

  override async verify(password: string, hash: string | null, client?: string): Promise<boolean> {
    // Anything but a hash of ours (a user of a trusted issuer has none) matches nothing, after the same work.
    const usable = hash !== null && BCRYPT_HASH.test(hash);
    const matches = await this.run(password, usable ? hash : DUMMY_HASH, client);
    // bcrypt ignores everything after the 72nd byte, so a longer text would match the password that it begins with.
    return matches === true && usable && !isPasswordTooLong(password);
  }

  override isOutdated(hash: string): boolean {
    return costOf(hash) < costOf(DUMMY_HASH);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }

  private async run(password: string, hash: string | null, client: string | undefined): Promise<string | boolean> {
    this.refuseWhenFull(client);
    if (client === undefined) return this.worker.run(password, hash);
    this.waitingOf.add(client);
    try {
      return await this.worker.run(password, hash);
    } finally {
      this.waitingOf.remove(client);
    }
  }
}

function costOf(hash: string): number {
  return Number(BCRYPT_HASH.exec(hash)?.[1] ?? 0);
}

function busy(): DomainError {
  return new DomainError('AUTH_BUSY', 'rate_limited', 'Too many sign-ins at once. Try again in a moment.', {
    body: { retryAfter: RETRY_AFTER_SECONDS },
  });
}
