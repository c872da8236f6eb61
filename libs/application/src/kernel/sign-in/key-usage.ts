/**
 * Notes when an API key was last used, at most once a minute and never in the request that used it: a write per request
 * would make every read cost a commit.
 */
import { notAudited } from '#domain/kernel/act';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { type Principal, systemContext } from '#domain/kernel/request-context';
import type { ApiKeyStore } from '../../ports/api-key-store';
import type { Units } from '../units';
import { WeighedCache } from '#domain/kernel/weighed-cache';

const MAX_BYTES = 4 * 1024 * 1024;
const TIME_BYTES = 8;
const NOTE_EVERY_MS = 60_000;
const USAGE = notAudited('When a key was last used is a note for its owner, not a change.');

export class KeyUsage {
  private readonly noted = new WeighedCache<number>(MAX_BYTES);

  constructor(
    private readonly keys: ApiKeyStore,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  /** Does nothing for credentials other than keys. */
  note(principal: Principal): void {
    const { kind, id } = principal.credential;
    if (kind !== 'api_key') return;
    const now = this.clock.now();
    if (now - (this.noted.get(id) ?? 0) < NOTE_EVERY_MS) return;
    this.noted.set(id, now, TIME_BYTES, principal.accountId);
    // Nobody waits for this, and a lost note is made good a minute later.
    this.write(id, principal.accountId, now).catch(() => this.noted.delete(id));
  }

  private write(id: string, accountId: string, now: number): Promise<void> {
    const since = isoTime(now - NOTE_EVERY_MS);
    return this.units.run(systemContext('key-usage', accountId), USAGE, (tx) =>
      this.keys.touch(tx, id, isoTime(now), since),
    );
  }
}
