import type { OnApplicationShutdown } from '@nestjs/common';
import { PasswordHasher, type PasswordWork } from '#application/ports/password-hasher';
import { isPasswordTooLong } from '#domain/auth/password-policy';
import { BcryptThreads } from './bcrypt-threads';
import { PasswordQueue, type PasswordResult } from './password-queue';

/** Salt and digest of a password that nobody knows. The cost is no part of them, so that they make a hash of any cost. */
const DUMMY = 'wXCAIrjF8dIh5PGf9jEw0O5OnZW19qC6ynjVCm/jASpDG8fip2u1q';
const BCRYPT_HASH = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** bcrypt in threads of its own, with a bounded queue. */
export class BcryptPasswordHasher extends PasswordHasher implements OnApplicationShutdown {
  private readonly queue = new PasswordQueue();
  private readonly threads: BcryptThreads;
  /** As costly as the hashes that are made, so that a name without one takes as long as another. */
  private readonly dummyHash: string;

  /** `cost`: of the hashes that are made from now on. */
  constructor(
    maxThreads: number,
    private readonly cost: number,
  ) {
    super();
    this.threads = new BcryptThreads(this.queue, maxThreads, cost);
    this.dummyHash = `$2b$${String(cost).padStart(2, '0')}$${DUMMY}`;
  }

  override refuseWhenFull(work: PasswordWork): void {
    this.queue.refuseWhenFull(work);
  }

  override async hash(password: string, work: PasswordWork): Promise<string> {
    return String(await this.run(password, null, work));
  }

  override async verify(password: string, hash: string | null, work: PasswordWork): Promise<boolean> {
    // What is no hash of ours (a user of a trusted issuer has none) matches nothing, after the same work.
    const usable = hash !== null && BCRYPT_HASH.test(hash);
    const matches = await this.run(password, usable ? hash : this.dummyHash, work);
    // bcrypt ignores what follows the 72nd byte, so a longer text would match the password that it begins with.
    return matches === true && usable && !isPasswordTooLong(password);
  }

  override isOutdated(hash: string): boolean {
    return costOf(hash) < this.cost;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.stop();
  }

  private run(password: string, hash: string | null, work: PasswordWork): Promise<PasswordResult> {
    return new Promise((resolve, reject) => {
      this.queue.add({ password, hash, resolve, reject }, work);
      this.threads.wake();
    });
  }
}

function costOf(hash: string): number {
  return Number(BCRYPT_HASH.exec(hash)?.[1] ?? 0);
}
