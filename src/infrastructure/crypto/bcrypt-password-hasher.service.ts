import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PasswordHasher } from '#application/ports/password-hasher';
import { DomainError } from '#domain/kernel/errors';
import { isPasswordTooLong } from '#domain/auth/password-policy';
import { BcryptWorker } from './bcrypt-worker';

const THREADS = 1;
/** About twelve seconds of work: who comes later is better told to come again. */
const MAX_WAITING = 200;
/** About a second of work: so far one client alone can make the others wait. */
const MAX_WAITING_PER_CLIENT = 20;
const RETRY_AFTER_SECONDS = 5;
/** Of a password nobody knows (a hash of 32 random bytes, thrown away), at the cost that ours are made with. */
const DUMMY_HASH = '$2b$10$wXCAIrjF8dIh5PGf9jEw0O5OnZW19qC6ynjVCm/jASpDG8fip2u1q';
const BCRYPT_HASH = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** bcrypt in threads of its own, with a bounded queue. */
@Injectable()
export class BcryptPasswordHasher extends PasswordHasher implements OnApplicationShutdown {
  private readonly workers = Array.from({ length: THREADS }, () => new BcryptWorker());
  private readonly waitingOf = new Map<string, number>();

  override async hash(password: string, client?: string): Promise<string> {
    return String(await this.run(password, null, client));
  }

  override async verify(password: string, hash: string | null, client?: string): Promise<boolean> {
    // What is no hash of ours (a user of a trusted issuer has none) matches nothing, after the same work.
    const usable = hash !== null && BCRYPT_HASH.test(hash);
    const matches = await this.run(password, usable ? hash : DUMMY_HASH, client);
    // bcrypt ignores what follows the 72nd byte, so a longer text would match the password that it begins with.
    return matches === true && usable && !isPasswordTooLong(password);
  }

  override isOutdated(hash: string): boolean {
    return costOf(hash) < costOf(DUMMY_HASH);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private async run(password: string, hash: string | null, client: string | undefined): Promise<string | boolean> {
    const [first, ...others] = this.workers;
    const idlest = others.reduce((best, worker) => (worker.load < best.load ? worker : best), first!);
    if (this.workers.reduce((sum, worker) => sum + worker.load, 0) >= MAX_WAITING) throw busy();
    if (client === undefined) return idlest.run(password, hash);

    const waiting = this.waitingOf.get(client) ?? 0;
    if (waiting >= MAX_WAITING_PER_CLIENT) throw busy();
    this.waitingOf.set(client, waiting + 1);
    try {
      return await idlest.run(password, hash);
    } finally {
      this.leave(client);
    }
  }

  private leave(client: string): void {
    const waiting = this.waitingOf.get(client)! - 1;
    if (waiting === 0) this.waitingOf.delete(client);
    else this.waitingOf.set(client, waiting);
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
