import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PII_GROUP, PII_GROUP_DESCRIPTION } from '#domain/accounts/pii-group';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';

/** Of accounts that are older than masks. */
const WITHOUT = `SELECT id FROM accounts WHERE id <> $1 AND id NOT IN (SELECT account_id FROM "groups" WHERE name = $2)`;
const INSERT =
  'INSERT INTO "groups" (id, account_id, name, description, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)';
const MASKED = `SELECT name FROM collections WHERE fields LIKE '%"pii":{%'`;

/** The group whose members read personal data; who that is in accounts that exist already, their admins decide. */
export class AddPiiGroups1768392000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const accounts = (await runner.query(WITHOUT, [SYSTEM_ACCOUNT_ID, PII_GROUP])) as readonly {
      readonly id: string;
    }[];
    for (const { id: accountId } of accounts) {
      const id = newId();
      const time = timestampOfId(id);
      await runner.query(INSERT, [id, accountId, PII_GROUP, PII_GROUP_DESCRIPTION, time, time]);
    }
  }

  /** What was masked must not be shown by a server that knows nothing of it. The groups stay: they have members by now. */
  async down(runner: QueryRunner): Promise<void> {
    const masked = (await runner.query(MASKED)) as readonly { readonly name: string }[];
    if (masked.length === 0) return;
    const names = masked.map(({ name }) => name).join(', ');
    throw new Error(`Collections mask their fields, which would be shown: ${names}`);
  }
}
