import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';

const ROUNDS = 3;

/**
 * Whether what a connection sets is still set for its next statement, and for no other connection's. A pooler that hands out
 * sessions by transaction, or by statement, gives each statement any of them.
 */
export async function keepsSessions(first: ClientBase, second: ClientBase): Promise<boolean> {
  const marked = [first, second].map((client) => ({ client, mark: randomUUID() }));
  for (const { client, mark } of marked) await client.query(`SELECT set_config('snackbase.session', '${mark}', false)`);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { client, mark } of marked) {
      const { rows } = await client.query<{ mark: string | null }>(
        `SELECT current_setting('snackbase.session', true) AS mark`,
      );
      if (rows[0]!.mark !== mark) return false;
    }
  }
  return true;
}
