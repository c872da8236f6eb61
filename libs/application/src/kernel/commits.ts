/** Tells whoever listens of each unit that is on disk, in the order of the commits. */
import type { RecordChange } from '#domain/records/record-change';
import type { Unit } from '../ports/transactions';

/** Must not throw, and must not take long: the lane waits for it. */
type Listener = (unit: Pick<Unit<unknown>, 'ctx' | 'act'>, changes: readonly RecordChange[]) => void;

export class Commits {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  tell(unit: Unit<unknown>, changes: readonly RecordChange[]): void {
    for (const listener of this.listeners) listener(unit, changes);
  }
}
