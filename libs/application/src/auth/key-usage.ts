/**
 * Notes when an API key was last used, at most once a minute and never in the request that used it: a write per request
 * would make every read cost a commit.
 */
import type { Principal } from '#domain/kernel/request-context';
import type { ApiKeyStore } from '../ports/api-key-store';
import type { UnitOfWork } from '../ports/unit-of-work';
import { GenerationCache } from '#domain/kernel/generation-cache';
import { internalContext } from './internal-context';

const MAX_KEYS = 20_000;
const NOTE_EVERY_MS = 60_000;

export class KeyUsage {
  private readonly noted = new GenerationCache<number>(MAX_KEYS);

  constructor(
    private readonly keys: ApiKeyStore,
    private readonly units: UnitOfWork,
  ) {}

  note(principal: Principal): void {
    const { id } = principal.credential;
    const now = Date.now();
    if (now - (this.noted.get(id) ?? 0) < NOTE_EVERY_MS) return;
    this.noted.set(id, now);
    // Nobody waits for this, and a lost note is put right a minute later.
    this.write(id, principal.accountId, now).catch(() => this.noted.delete(id));
  }

  private write(id: string, accountId: string, now: number): Promise<void> {
    const since = new Date(now - NOTE_EVERY_MS).toISOString();
    return this.units.run(internalContext('key-usage', accountId), (tx) =>
      this.keys.touch(tx, id, new Date(now).toISOString(), since),
    );
  }
}
