import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PasswordHasher } from '#application/ports/password-hasher';
import { DomainError } from '#domain/kernel/errors';
import { isPasswordTooLong } from '#domain/auth/password-policy';
import { BcryptWorker } from './bcrypt-worker';

const THREADS = 1;
/** About twelve seconds of work: who comes later is better told to come again. */
const MAX_WAITING = 200;
const RETRY_AFTER_SECONDS = 5;
/** Of a password nobody knows (a hash of 32 random bytes, thrown away), at the cost that ours are made with. */
const DUMMY_HASH = '$2b$10$wXCAIrjF8dIh5PGf9jEw0O5OnZW19qC6ynjVCm/jASpDG8fip2u1q';

/** bcrypt in threads of its own, with a bounded queue. */
@Injectable()
export class BcryptPasswordHasher extends PasswordHasher implements OnApplicationShutdown {
  private readonly workers = Array.from({ length: THREADS }, () => new BcryptWorker());

  override async hash(password: string): Promise<string> {
    return String(await this.run(password, null));
  }

  override async verify(password: string, hash: string | null): Promise<boolean> {
    const matches = await this.run(password, hash ?? DUMMY_HASH);
    // bcrypt ignores what follows the 72nd byte, so a longer text would match the password that it begins with.
    return matches === true && hash !== null && !isPasswordTooLong(password);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private run(password: string, hash: string | null): Promise<string | boolean> {
    const [first, ...others] = this.workers;
    const idlest = others.reduce((best, worker) => (worker.load < best.load ? worker : best), first!);
    if (this.workers.reduce((sum, worker) => sum + worker.load, 0) >= MAX_WAITING) throw busy();
    return idlest.run(password, hash);
  }
}

function busy(): DomainError {
  return new DomainError('AUTH_BUSY', 'rate_limited', 'Too many sign-ins at once. Try again in a moment.', {
    body: { retryAfter: RETRY_AFTER_SECONDS },
  });
}
