/** The records of an upsert: those that are there already are told from new ones by a unique key, which each of them brings. */
import { DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { newId } from '#domain/kernel/ids';
import { ownValue } from '#domain/kernel/own-value';
import { hasScopes } from '#domain/kernel/request-context';
import { requireScope } from '#domain/auth/key-scope';
import type { MatchPlan } from '#domain/query/record-plan';
import { upsertKey } from '#domain/query/upsert-key';
import type { Field, JsonValue } from '#domain/schema/collection';
import { validateRecord } from '#domain/schema/validate-record';
import type { PlanCompiler } from '../ports/plan-compiler';
import type { MatchedCall, RecordStore } from '../ports/record-store';
import type { RecordRequest } from './fresh-requests';
import type { LocateRecords } from './locate-records';
import type { MaskedValues } from './masked-values';
import type { Changed } from './record-hooks';
import { within } from './record-plans';
import type { NewRecords } from './write-calls';

interface Placed {
  /** The number of each of the records among those of the request. */
  readonly places: readonly number[];
}

export interface Matched {
  readonly accountId: string;
  /** What they were matched by. */
  readonly by: MatchedCall;
  readonly found: Changed & Placed & { readonly having: readonly Readonly<Record<string, JsonValue>>[] };
  readonly made: NewRecords & Placed;
}

type Body = Readonly<Record<string, unknown>>;
type Key = Readonly<Record<string, JsonValue>>;

export class UpsertMatches {
  constructor(
    private readonly locator: LocateRecords,
    private readonly masked: MaskedValues,
    private readonly compiler: PlanCompiler,
    private readonly store: RecordStore,
  ) {}

  /**
   * `on`: the names of the fields of the key. `known`: the ids of those that are there, where a unit has just seen them. Throws
   * QUERY_ON, RECORD_INVALID and BATCH_INVALID.
   */
  async of(
    anywhere: RecordRequest,
    on: readonly string[],
    sent: readonly unknown[],
    known: ReadonlyMap<number, string> | undefined,
  ): Promise<Matched> {
    const { ctx, collection } = anywhere;
    const { accountId, bodies } = await this.locator.added(anywhere, sent, true);
    if (hasScopes(ctx)) requireScope(ctx, collection, 'update');
    const request = within(anywhere, accountId);
    const plan = this.plan(request, on);
    const { on: key } = plan;
    const keys = bodies.map((body, index) => keyOf(request, key, accountId, body, index));
    assertDistinct(on, keys);
    const values = keys.map((each) => key.map(({ name }) => each[name]!));
    const call = { plan, accountId, keys: values };
    const ids = known ?? (await this.store.read(request, this.compiler.compile(plan), call));
    return this.split(request, bodies as readonly Body[], keys, { ...call, ids });
  }

  /** Throws QUERY_ON. */
  plan({ ctx, access, catalog, collection }: RecordRequest, on: readonly string[]): MatchPlan {
    return { kind: 'match', collection, on: upsertKey(ctx, access, catalog, collection, on) };
  }

  private async split(
    request: RecordRequest,
    bodies: readonly Body[],
    keys: readonly Key[],
    by: MatchedCall,
  ): Promise<Matched> {
    const { accountId, ids } = by;
    const places = [...bodies.keys()];
    const old = places.filter((place) => ids.has(place));
    const fresh = places.filter((place) => !ids.has(place));
    const located = { accountId, keys: old.map((place) => ({ accountId, id: ids.get(place)! })) };
    const having = old.map((place) => keys[place]!);
    // The key is what the record has already, so that nobody needs to be allowed to change it.
    const changes = old.map((place) => without(bodies[place]!, keys[place]!));
    const left = await this.masked.withoutUnchanged(request, located, changes);
    return {
      accountId,
      by,
      found: { ...located, bodies: left, having, places: old },
      made: { accountId, bodies: fresh.map((place) => bodies[place]), ids: fresh.map(() => newId()), places: fresh },
    };
  }
}

function without(body: Body, key: Key): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(key, name)));
}

/** The values of the key in stored form. */
function keyOf(
  { collection }: RecordRequest,
  key: readonly Field[],
  accountId: string,
  body: unknown,
  index: number,
): Key {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidRecord({ field: 'body', code: 'invalid_type', message: 'Expected a JSON object' }, index);
  }
  const sent: Record<string, unknown> = {};
  for (const { name } of key) {
    const value = ownValue(body as Body, name) ?? null;
    if (value === null) {
      const message = `Field '${name}' tells whether the record exists and needs a value`;
      throw invalidRecord({ field: name, code: 'required_missing', message }, index);
    }
    sent[name] = value;
  }
  try {
    return validateRecord(collection, sent, 'patch', { accountId, answer: () => 'allow', maskFor: () => null }).stored;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.kind, error.message, { ...error.extras, index });
  }
}

function assertDistinct(on: readonly string[], keys: readonly Key[]): void {
  const first = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    const text = JSON.stringify(on.map((name) => key[name]));
    const same = first.get(text);
    if (same !== undefined) {
      const message = `Has the same key as element ${same}, and only one of them can be stored`;
      throw invalidFields('BATCH_INVALID', [{ field: on[0]!, code: 'duplicate_key', message }], index);
    }
    first.set(text, index);
  }
}

function invalidRecord(problem: FieldProblem, index: number): DomainError {
  return invalidFields('RECORD_INVALID', [problem], index);
}
