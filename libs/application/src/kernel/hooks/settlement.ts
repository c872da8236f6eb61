/** Who wants to know what became of something that before-hooks were called for. */
import type { Outcome } from '../../ports/transactions';

type Action = (outcome: Outcome) => void;

export class Settlement {
  private actions: Action[] | null = null;

  add(action: Action): void {
    (this.actions ??= []).push(action);
  }

  /** Once. Actions do not throw: eventFor() sees to that. */
  tell(outcome: Outcome): void {
    const actions = this.actions;
    this.actions = null;
    if (actions !== null) for (const action of actions) action(outcome);
  }
}
