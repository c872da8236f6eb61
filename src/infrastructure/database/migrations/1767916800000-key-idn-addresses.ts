import type { MigrationInterface, QueryRunner } from 'typeorm';
import { emailKeyOf } from '#domain/auth/email-address';

const TABLES = ['users', 'user_tokens', 'invitations'];
/** Keys with characters that are not ASCII, and those with domains that stand for such characters. */
const CONCERNED = `octet_length("email_key") <> length("email_key") OR "email_key" LIKE '%xn--%'`;

/**
 * Makes the two spellings of an internationalised domain one address. Where an account has a user of each, the one that is found
 * first keeps its key and is no longer found by the other spelling.
 */
export class KeyIdnAddresses1767916800000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return setKeys(runner, emailKeyOf);
  }

  down(runner: QueryRunner): Promise<void> {
    return setKeys(runner, (email) => email.toLowerCase());
  }
}

type AddressRow = Readonly<Record<'id' | 'email' | 'email_key', string>>;

async function setKeys(runner: QueryRunner, keyOf: (email: string) => string): Promise<void> {
  for (const table of TABLES) {
    const text = `SELECT "id", "email", "email_key" FROM "${table}" WHERE ${CONCERNED} ORDER BY "id"`;
    for (const { id, email, email_key: before } of (await runner.query(text)) as readonly AddressRow[]) {
      const key = keyOf(email);
      if (key !== before) await runner.query(updateOf(table), [key, id]);
    }
  }
}

function updateOf(table: string): string {
  const update = `UPDATE "${table}" SET "email_key" = $1 WHERE "id" = $2`;
  if (table !== 'users') return update;
  return `${update} AND NOT EXISTS (SELECT 1 FROM "users" o WHERE o."account_id" = "users"."account_id" AND o."email_key" = $1)`;
}
