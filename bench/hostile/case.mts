/** One way in which clients ask for more than their share. */
import type { Place } from '../place.mts';
import type { Clients } from './clients.mts';

export interface Case<Prepared = unknown> {
  readonly name: string;
  readonly title: string;
  /** Fills what it needs in an account of its own. What it resolves with is sent to the process of the clients. */
  prepare(place: Place): Promise<Prepared>;
  /** In the process of the clients: begins, and goes on until that process ends. */
  attack(prepared: Prepared, clients: Clients): void;
}

/** For cases of members: their tokens. */
export async function tokensOf(place: Place, members: number): Promise<readonly string[]> {
  return [place.member, ...(await place.colleagues(members - 1))].map(({ token }) => token);
}
