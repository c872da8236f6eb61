/** An answer that was kept for repeats, as its caller may see it now: what was hidden since is hidden in it, too. */
import { nameOf } from '#domain/rules/column-resolver';
import { ACCOUNT_NAME } from '#domain/schema/collection';
import type { RecordRequest } from './fresh-requests';

type Shown = Readonly<Record<string, unknown>>;

/** The members that a written record shows; null: all that it has. */
export function membersShown({ ctx, access, collection }: RecordRequest): ReadonlySet<string> | null {
  const isHidden = collection.fields.some((field) => !access.admits(ctx, collection, field, 'show', 'view'));
  if (!isHidden) return null;
  return new Set([...access.columns(ctx, 'view', 'show').all(collection).map(nameOf), ACCOUNT_NAME]);
}

/** `body`: a record, or `{created: [record, …], …}`. */
export function withMembers(body: string, batch: boolean, shown: ReadonlySet<string>): string {
  const only = (record: Shown): Shown => Object.fromEntries(Object.entries(record).filter(([name]) => shown.has(name)));
  const answer = JSON.parse(body) as Shown;
  return JSON.stringify(batch ? { ...answer, created: (answer['created'] as Shown[]).map(only) } : only(answer));
}
