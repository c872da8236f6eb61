import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DeleteAccount } from '#application/accounts/delete-account';

const MAX_WAIT_MS = 2000;
const LOOK_EVERY_MS = 40;

/** Gives a deletion a moment: small accounts are gone before their request is answered. */
@Injectable()
export class DeletionWait {
  constructor(private readonly deletion: DeleteAccount) {}

  /** Whether it is done; after two seconds at most. */
  async wait(id: string): Promise<boolean> {
    for (const end = Date.now() + MAX_WAIT_MS; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
      if (await this.deletion.isDone(id)) return true;
    }
    return false;
  }
}
