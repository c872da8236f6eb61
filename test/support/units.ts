/** Units of work over a database that no application has opened. */
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { Callers } from '#application/kernel/callers';
import { DefaultAccount } from '#application/kernel/default-account';
import { ResolveAccount } from '#application/kernel/resolve-account';
import { Units } from '#application/kernel/units';
import { systemClock } from '#domain/kernel/clock';
import type { Database } from '#server/infrastructure/database/database';
import { LaneTransactions } from '#server/infrastructure/database/lanes/lane-transactions.service';
import { SqlAccounts } from '#server/infrastructure/identity/sql-accounts.service';
import { SqlPrincipals } from '#server/infrastructure/identity/sql-principals.service';

export function unitsOn({ lanes, reads }: Database): Units {
  const accounts = new ResolveAccount(new SqlAccounts(reads), systemClock);
  const anonymous = new AnonymousScope(accounts, new DefaultAccount(null));
  return new Units(new LaneTransactions(lanes), new Callers(new SqlPrincipals(reads), anonymous, systemClock));
}
