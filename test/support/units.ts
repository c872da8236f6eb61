/** Units of work over a database that no application has opened. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { Callers } from '#application/kernel/callers';
import { DefaultAccount } from '#application/kernel/default-account';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import { ModelHooks } from '#application/kernel/hooks/model-hooks';
import { ResolveAccount } from '#application/kernel/resolve-account';
import { Units } from '#application/kernel/units';
import { HookToolbox } from '#application/ports/hook-toolbox';
import { HookBus } from '#domain/hooks/hook-bus';
import { systemClock } from '#domain/kernel/clock';
import type { Database } from '#server/infrastructure/database/database';
import { LaneTransactions } from '#server/infrastructure/database/lanes/lane-transactions.service';
import { AppConfig } from '#server/config/app-config';
import { SqlAccounts } from '#server/infrastructure/identity/sql-accounts.service';
import { LoggedHookReports } from '#server/modules/hooks/logged-hook-reports.service';
import { SqlPrincipals } from '#server/infrastructure/identity/sql-principals.service';

export function unitsOn({ lanes, reads }: Database): Units {
  const accounts = new ResolveAccount(new SqlAccounts(reads), systemClock);
  const anonymous = new AnonymousScope(accounts, new DefaultAccount(null));
  const callers = new Callers(new SqlPrincipals(reads), anonymous, systemClock);
  return new Units(new LaneTransactions(lanes), callers, silentHooks());
}

/** Nobody registers with its bus. */
function silentHooks(): ModelHooks {
  const common = [
    new HookBus(),
    new NoToolbox(),
    new LoggedHookReports(new AppConfig()),
    new HookLimits(0, 0, 1, 0),
    systemClock,
  ] as const;
  return new ModelHooks(new BeforeHooks(...common), new AfterHooks(...common));
}

class NoToolbox extends HookToolbox {
  override open(): never {
    throw new Error('There is no hook to open it for');
  }
}
