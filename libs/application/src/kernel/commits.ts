/** Tells listeners of each unit that is on disk, in the order of the commits. */
import type { Act } from '#domain/kernel/act';
import type { RequestContext } from '#domain/kernel/request-context';
import type { RecordChange } from '#domain/records/record-change';

export interface Commit {
  readonly ctx: RequestContext;
  readonly act: Act;
  readonly changes: readonly RecordChange[];
}

/** Must not throw, and must not take long: the lane waits for it. */
type Listener = (commit: Commit) => void;

export class Commits {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  tell(commit: Commit): void {
    for (const listener of this.listeners) listener(commit);
  }
}
