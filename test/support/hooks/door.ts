/** A row of the table: a request to a door, and every event that fires for it. */
import type { Answer } from '../http';
import type { Counts } from './event-recorder';
import type { DoorWorld } from './door-world';

export interface Door {
  /** As the API document names it. */
  readonly door: string;
  readonly what: string;
  readonly status: number;
  /** All of them: what is not named must not fire. */
  readonly events: Counts;
  /** Makes what is needed first, whose events are not counted. Resolves with the request itself. */
  prepare(doors: DoorWorld): Promise<() => Promise<Answer>>;
}
