/** What hooks want to know of the end of a request, and how much of its time they have taken. */
import type { Outcome } from '../../ports/transactions';

/** `error`: what the request was refused with; undefined: not told. */
type Action = (outcome: Outcome, error: unknown) => void;

export class Settlement {
  /** Milliseconds that before-hooks of the request have taken. */
  spent = 0;
  private actions: Action[] | null = null;

  /** `outcome`: null where it is not certain yet. */
  constructor(private outcome: Outcome | null = null) {}

  /** Actions do not throw: eventFor() sees to that. What is added when all is settled is called at once. */
  add(action: Action): void {
    if (this.outcome === null) (this.actions ??= []).push(action);
    else action(this.outcome, undefined);
  }

  /** The first time is the one that counts. */
  tell(outcome: Outcome, error?: unknown): void {
    if (this.outcome !== null) return;
    this.outcome = outcome;
    const actions = this.actions;
    this.actions = null;
    if (actions !== null) for (const action of actions) action(outcome, error);
  }
}
