/** Requests of the records of random collections. */
import type { Random } from './random';
import type { RandomCollection, RandomField } from './random-collection';
import { randomExpression, randomPath } from './random-expression';
import { oddValue, randomText, randomValue } from './random-values';
import type { Caller, Sent } from './two-servers';

/** No record has it. */
const NOBODY = '01980000-0000-7000-8000-000000000000';
/** Of the member and of the member of the other account, as TwoServers stands in for them. */
const USERS = ['#2#', '#4#'];
const ACCOUNTS = ['#3#', '#5#'];
const CALLERS: readonly Caller[] = [...Array<Caller>(6).fill('member'), 'superadmin', 'superadmin', 'twin', 'stranger'];
const MAX_IN_BATCH = 5;

export class RandomRequests {
  /** Ids of records, by collection; some may be gone. */
  readonly ids = new Map<string, string[]>();

  constructor(
    private readonly random: Random,
    readonly collections: RandomCollection[],
  ) {}

  caller(): Caller {
    return this.random.pick(CALLERS);
  }

  /** A list from its first page; `cursor`: pages by cursor. */
  list(cursor: boolean): Sent {
    const { random } = this;
    const collection = random.pick(this.collections);
    const { name } = collection;
    const query: Record<string, string> = { limit: String(random.integer(1, 9)) };
    if (random.chance(0.65)) query['filter'] = randomExpression(random, name, this.collections);
    if (random.chance(0.6)) query['sort'] = this.sort(collection);
    if (random.chance(0.2)) query['fields'] = this.names(collection).join(',');
    if (random.chance(0.3)) query['expand'] = this.expansions(collection).join(',');
    if (random.chance(0.08)) {
      const field = random.pick(collection.fields);
      const value = this.anyValue(field);
      query[field.name] = typeof value === 'string' ? value : JSON.stringify(value);
    }
    if (random.chance(0.2)) query['include_count'] = random.pick(['true', 'false']);
    if (cursor) query['cursor'] = '';
    else if (random.chance(0.5)) query['skip'] = String(random.integer(0, 12));
    return { method: 'GET', path: pathOf(name), query };
  }

  get(): Sent {
    const { random } = this;
    const collection = random.pick(this.collections);
    const query = random.chance(0.5) ? { expand: this.expansions(collection).join(',') } : {};
    return { method: 'GET', path: `${pathOf(collection.name)}/${this.idOf(collection.name)}`, query };
  }

  write(caller: Caller): { readonly collection: string; readonly sent: Sent } {
    const { random } = this;
    const collection = random.pick(this.collections);
    const path = pathOf(collection.name);
    const id = (): string => this.idOf(collection.name);
    const many = random.integer(1, MAX_IN_BATCH);
    const data = (): object => this.data(collection, 0.4);
    const record = (): object => this.record(collection, caller);
    const records = { records: random.several(many, record) };
    const updates = { records: random.several(many, () => ({ id: id(), data: data() })) };
    const ids = { ids: random.several(many, id) };
    const headers = random.chance(0.2) ? { 'if-match': `"${random.integer(1, 3)}"` } : {};
    const requests: readonly Sent[] = [
      { method: 'POST', path, body: record() },
      { method: 'POST', path: `${path}/batch`, body: records },
      { method: 'PATCH', path: `${path}/${id()}`, body: data(), headers },
      { method: 'PUT', path: `${path}/${id()}`, body: data(), headers },
      { method: 'PATCH', path: `${path}/batch`, body: updates },
      { method: 'DELETE', path: `${path}/${id()}`, headers },
      { method: 'DELETE', path: `${path}/batch`, body: ids },
    ];
    return { collection: collection.name, sent: requests[random.pick([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4, 4, 5, 6])]! };
  }

  /** Records to begin with, for the member. */
  first(collection: RandomCollection, count: number): Sent {
    const filled = (): object => Object.fromEntries(collection.fields.map((field) => [field.name, this.value(field)]));
    const records = this.random.several(count, filled);
    return { method: 'POST', path: `${pathOf(collection.name)}/batch`, body: { records } };
  }

  /** `body`: of an answer to a write that made records. */
  learn(collection: string, body: unknown): void {
    const { id, created } = body as { readonly id?: string; readonly created?: readonly { readonly id: string }[] };
    const made = created?.map((record) => record.id) ?? (id === undefined ? [] : [id]);
    const known = this.ids.get(collection) ?? [];
    for (const each of made) if (!known.includes(each)) known.push(each);
    this.ids.set(collection, known);
  }

  private record(collection: RandomCollection, caller: Caller): object {
    const account =
      caller === 'superadmin' && this.random.chance(0.7) ? { account_id: this.random.pick(ACCOUNTS) } : {};
    return { ...this.data(collection, 0.8), ...account };
  }

  private data({ fields }: RandomCollection, share: number): object {
    const { random } = this;
    const given = random.subset(fields, share).map((field) => [field.name, this.anyValue(field)] as const);
    return { ...Object.fromEntries(given), ...(random.chance(0.02) ? { other: randomText(random) } : {}) };
  }

  private anyValue(field: RandomField): unknown {
    const kind = this.random.integer(1, 100);
    if (kind <= 2) return oddValue(this.random);
    return kind <= 12 ? null : this.value(field);
  }

  private value(field: RandomField): unknown {
    return randomValue(this.random, field, (collection) =>
      collection === null ? this.random.pick(USERS) : this.idOf(collection),
    );
  }

  private idOf(collection: string): string {
    const known = this.ids.get(collection) ?? [];
    return known.length === 0 || this.random.chance(0.05) ? NOBODY : this.random.pick(known);
  }

  private sort({ name }: RandomCollection): string {
    const { random } = this;
    const terms = random.several(random.integer(1, 3), () => randomPath(random, name, this.collections));
    return terms.map((term) => random.pick(['', '-', '+']) + term).join(',');
  }

  private names({ fields }: RandomCollection): string[] {
    return this.random.subset(['id', 'created_by', ...fields.map(({ name }) => name)], 0.5);
  }

  /** Paths of references, some of them too long or of other fields. */
  private expansions(collection: RandomCollection): string[] {
    const { random } = this;
    return random.several(random.integer(1, 3), () => {
      const path: string[] = [];
      let at: RandomCollection | undefined = collection;
      while (at !== undefined && path.length < 4) {
        const leading: readonly RandomField[] = at.fields.filter(({ type }) => type === 'reference' || type === 'user');
        const field: RandomField = random.pick(leading.length > 0 && random.chance(0.95) ? leading : at.fields);
        path.push(field.name);
        const { target }: RandomField = field;
        at = random.chance(0.5) ? this.collections.find(({ name }) => name === target) : undefined;
      }
      return path.join('.');
    });
  }
}

function pathOf(collection: string): string {
  return `/api/v1/records/${collection}`;
}
