/** Log-ins that leave no time for those of others. */
import { PASSWORD, type Session } from '../../server.mts';
import type { Case } from '../case.mts';
import type { Clients } from '../clients.mts';
import { stranger } from '../sent.mts';

const HOSTILE = 3;
const TRIED_PER_SECOND = 50;
const HONEST_PERIOD_MS = 500;

function logIn(clients: Clients, { slug, email }: Session, address: number, password: string): Promise<string> {
  const body = JSON.stringify({ account: slug, email, password });
  return clients.status({ method: 'POST', path: '/auth/login', headers: stranger(address), body });
}

export const LOGINS: Case<readonly Session[]> = {
  name: '5d-logins',
  title: 'Three accounts that try 50 passwords a second',
  prepare: (place) => place.members(HOSTILE + 1),
  attack(members, clients) {
    const honest = members[HOSTILE]!;
    clients.pace(TRIED_PER_SECOND, (turn) => {
      const user = turn % HOSTILE;
      // The right one as well, because a user who is locked costs no more hashes.
      const password = turn % 2 === 0 ? PASSWORD : `Wrong-${turn}-Password`;
      return logIn(clients, members[user]!, user, password);
    });
    clients.repeat(1, async () => `honest ${await logIn(clients, honest, HOSTILE, PASSWORD)}`, HONEST_PERIOD_MS);
  },
};
