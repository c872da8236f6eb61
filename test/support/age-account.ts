/** Accounts that have been there for a while, so that no clock has to move for them: ids would stay ahead for the suites after. */
import { Units } from '#application/kernel/units';
import { isoTime } from '#domain/kernel/clock';
import { systemContext } from '#domain/kernel/request-context';
import { AccountEntity } from '#server/infrastructure/database/entities/account.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import type { TestServer } from './server';
import { TEST_ACT } from './unit';

const DAY_MS = 86_400_000;

export function ageAccount({ app }: TestServer, id: string, days: number): Promise<unknown> {
  const createdAt = isoTime(Date.now() - days * DAY_MS);
  return app
    .get(Units, { strict: false })
    .run(systemContext('test', id), TEST_ACT, (tx) => managerOf(tx).update(AccountEntity, { id }, { createdAt }));
}
