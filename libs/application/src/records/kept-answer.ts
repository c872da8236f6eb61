/** An answer that was kept for repeats, as its caller may see it now: what was hidden or masked since is so in it, too. */
import type { Mask } from '#domain/masks/mask';
import { looksMasked, maskedValue } from '#domain/masks/masked-text';
import { nameOf } from '#domain/rules/column-resolver';
import { ACCOUNT_NAME, type JsonValue } from '#domain/schema/collection';
import type { RecordRequest } from './fresh-requests';

type Shown = Readonly<Record<string, JsonValue>>;

/** What a written record shows, and of what it shows something else than the value. */
export interface MembersShown {
  readonly names: ReadonlySet<string>;
  readonly masks: ReadonlyMap<string, Mask>;
}

/** null: everything that the record has, as it is. */
export function membersShown({ ctx, access, catalog, collection }: RecordRequest): MembersShown | null {
  const isHidden = collection.fields.some((field) => !access.admits(ctx, catalog, collection, field, 'show', 'view'));
  const masks = new Map<string, Mask>();
  for (const field of collection.fields) {
    const mask = access.maskFor(ctx, field);
    if (mask !== null) masks.set(field.name, mask);
  }
  if (!isHidden && masks.size === 0) return null;
  const names = new Set([...access.columns(ctx, catalog, 'view', 'show').all(collection).map(nameOf), ACCOUNT_NAME]);
  return { names, masks };
}

/** `body`: a record, or `{created: [record, …], …}`. */
export function withMembers(body: string, batch: boolean, { names, masks }: MembersShown): string {
  const only = (record: Shown): Shown => {
    const shown = Object.entries(record).filter(([name]) => names.has(name));
    return Object.fromEntries(shown.map(([name, value]) => [name, masked(value, masks.get(name))]));
  };
  const answer = JSON.parse(body) as Shown;
  const created = answer['created'] as unknown as readonly Shown[];
  return JSON.stringify(batch ? { ...answer, created: created.map(only) } : only(answer));
}

/** What the answer had masked already stays as it was answered. */
function masked(value: JsonValue, mask: Mask | undefined): JsonValue {
  if (mask === undefined || (typeof value === 'string' && looksMasked(mask, value))) return value;
  return maskedValue(mask, value);
}
