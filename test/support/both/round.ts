/** A round of random cases on a few collections of its own, which follows from its seed. */
import { Random } from './random';
import { randomDefinition, randomField } from './random-definition';
import type { RandomCollection } from './random-collection';
import { RandomRequests } from './random-requests';
import type { TwoServers } from './two-servers';

const COLLECTIONS = 3;
const FIRST_RECORDS = 20;
const IN_A_BATCH = 2;
const MAX_PAGES = 6;

export class Round {
  /** Lists that had records, and writes that were not refused. */
  found = 0;
  written = 0;
  private readonly random: Random;
  private readonly requests: RandomRequests;
  private readonly definitions: { readonly id: string; readonly name: string; fields: readonly object[] }[] = [];

  constructor(
    private readonly servers: TwoServers,
    private readonly seed: number,
  ) {
    this.random = new Random(seed);
    this.requests = new RandomRequests(this.random, []);
  }

  /** Throws at the first case whose answers differ. */
  async play(cases: number): Promise<void> {
    await this.begin();
    for (let number = 1; number <= cases; number += 1) {
      try {
        await this.oneCase();
      } catch (error) {
        throw new Error(`Case ${number} of the round with seed ${this.seed}`, { cause: error });
      }
    }
    await this.end();
  }

  private async begin(): Promise<void> {
    while (this.definitions.length < COLLECTIONS) {
      const name = `c${this.seed}_${this.definitions.length}`;
      const { definition, ...collection } = randomDefinition(this.random, name, this.requests.collections);
      // A definition may be refused: both have to refuse it.
      const { status, body } = await this.servers.send('superadmin', {
        method: 'POST',
        path: '/api/v1/collections',
        body: definition,
      });
      if (status !== 201) continue;
      this.definitions.push({ id: body.id, name, fields: definition['fields'] as object[] });
      this.requests.collections.push(collection);
    }
    for (const collection of this.requests.collections) await this.fill(collection);
  }

  /** A batch with one bad record is refused, so these are small. */
  private async fill(collection: RandomCollection): Promise<void> {
    for (let made = 0; made < FIRST_RECORDS; made += IN_A_BATCH) {
      const { status, body } = await this.servers.send('member', this.requests.first(collection, IN_A_BATCH));
      if (status === 201) this.requests.learn(collection.name, body);
    }
  }

  private oneCase(): Promise<void> {
    const kind = this.random.integer(1, 100);
    if (kind <= 30) return this.list();
    if (kind <= 55) return this.walk();
    if (kind <= 62) return this.get();
    return kind <= 98 ? this.write() : this.changeFields();
  }

  private async list(): Promise<void> {
    const { body } = await this.servers.send(this.requests.caller(), this.requests.list(false));
    if (body.items?.length > 0) this.found += 1;
  }

  private async get(): Promise<void> {
    await this.servers.send(this.requests.caller(), this.requests.get());
  }

  /** Some pages on, and one back. */
  private async walk(): Promise<void> {
    const caller = this.requests.caller();
    const sent = this.requests.list(true);
    const { cursor: _first, ...query } = sent.query!;
    let { cursors } = await this.servers.send(caller, sent);
    for (let page = 1; page < MAX_PAGES && cursors['next_cursor'] !== undefined; page += 1) {
      ({ cursors } = await this.servers.send(caller, { ...sent, query }, { cursor: cursors['next_cursor'] }));
    }
    const { prev_cursor: back } = cursors;
    if (back !== undefined) await this.servers.send(caller, { ...sent, query }, { cursor_before: back });
  }

  private async write(): Promise<void> {
    const caller = this.requests.caller();
    const { collection, sent } = this.requests.write(caller);
    const { status, body } = await this.servers.send(caller, sent);
    if (status >= 400) return;
    this.written += 1;
    if (status === 201) this.requests.learn(collection, body);
  }

  /** Adds a field, or makes one unique or takes that back. */
  private async changeFields(): Promise<void> {
    const place = this.random.integer(0, COLLECTIONS - 1);
    const definition = this.definitions[place]!;
    const known = this.requests.collections[place]!;
    const added = randomField(this.random, `added_${known.fields.length}`, [known.name]);
    const turned = this.random.integer(0, definition.fields.length - 1);
    const fields = this.random.chance(0.5)
      ? [...definition.fields, added.body]
      : definition.fields.map((field, index) =>
          index === turned ? { ...field, unique: (field as { unique?: boolean }).unique !== true } : field,
        );
    const path = `/api/v1/collections/${definition.id}`;
    const { status } = await this.servers.send('superadmin', { method: 'PUT', path, body: { fields } });
    if (status !== 200) return;
    if (fields.length > definition.fields.length) {
      this.requests.collections[place] = { ...known, fields: [...known.fields, added.field] };
    }
    definition.fields = fields;
  }

  /** Those that refer to others go first. */
  private async end(): Promise<void> {
    for (const { id } of this.definitions.toReversed()) {
      const path = `/api/v1/collections/${id}`;
      await this.servers.send('superadmin', { method: 'DELETE', path, query: { confirm: 'true' } });
    }
  }
}
