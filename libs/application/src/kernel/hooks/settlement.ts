/** Tells hooks how a request ended, and counts how much of its time they have taken. */
import type { Outcome } from '../../ports/transactions';

/** `error`: what the request was refused with; undefined: not known. */
type Action = (outcome: Outcome, error: unknown) => void;

export class Settlement {
  /** Milliseconds that before-hooks of the request have taken. */
  spent = 0;
  private actions: Action[] | null = null;

  /** `outcome`: null where it is not certain yet. */
  constructor(private outcome: Outcome | null = null) {}

  /** Actions do not throw: eventFor() sees to that. An action that is added after the end is called at once. */
  add(action: Action): void {
    if (this.outcome === null) (this.actions ??= []).push(action);
    else action(this.outcome, undefined);
  }

  /** Only the first call counts. */
  tell(outcome: Outcome, error?: unknown): void {
    if (this.outcome !== null) return;
    this.outcome = outcome;
    const actions = this.actions;
    this.actions = null;
    if (actions !== null) for (const action of actions) action(outcome, error);
  }
}
