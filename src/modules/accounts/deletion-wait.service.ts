import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DeleteAccount } from '#application/accounts/delete-account';
import { Clock } from '#domain/kernel/clock';

const MAX_WAIT_MS = 2000;
const LOOK_EVERY_MS = 40;

/** Gives a deletion a moment: small accounts are gone before their request is answered. */
@Injectable()
export class DeletionWait {
  constructor(
    private readonly deletion: DeleteAccount,
    private readonly clock: Clock,
  ) {}

  /** Resolves with whether the deletion is done, after two seconds at most. */
  async wait(id: string): Promise<boolean> {
    for (const end = this.clock.now() + MAX_WAIT_MS; this.clock.now() < end; await sleep(LOOK_EVERY_MS)) {
      if (await this.deletion.isDone(id)) return true;
    }
    return false;
  }
}
