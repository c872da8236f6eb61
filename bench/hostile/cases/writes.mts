/** Large writes. What they leave behind is deleted again, so that the disk does not fill. */
import { randomUUID } from 'node:crypto';
import type { Filled } from '../../place.mts';
import { type Case, tokensOf } from '../case.mts';
import type { Clients } from '../clients.mts';

const LARGE_TEXT = 'x'.repeat(990_000);
const WRITERS = 32;
const MEMBERS = 4;
const CHANGES = 10;
const KEEPERS = 4;
const KEEPER_PERIOD_MS = 500;

const texts = (name: string): Filled => ({
  definition: { name, fields: [{ name: 'text', type: 'text' }] },
  rows: 0,
  row: () => ({}),
});

/** Creates a record, changes it some times, deletes it. */
class Writer {
  private readonly clients: Clients;
  private readonly token: string;
  private id: string | undefined;

  constructor(clients: Clients, token: string) {
    this.clients = clients;
    this.token = token;
  }

  async write(turn: number): Promise<string> {
    const { token } = this;
    const body = JSON.stringify({ text: `${turn}${LARGE_TEXT}` });
    if (this.id === undefined) return this.create(body);
    const path = `/records/commits/${this.id}`;
    if (turn % CHANGES !== 0) return this.clients.status({ method: 'PATCH', path, token, body });
    this.id = undefined;
    return this.clients.status({ method: 'DELETE', path, token });
  }

  private async create(body: string): Promise<string> {
    const answer = await this.clients.send({ method: 'POST', path: '/records/commits', token: this.token, body });
    if (answer.status === '201') this.id = (JSON.parse(answer.body.toString()) as { id: string }).id;
    return answer.status;
  }
}

export const COMMITS: Case<readonly string[]> = {
  name: '5b-commits',
  title: '32 at once that write 1 MB each',
  async prepare(place) {
    await place.filled(texts('commits'));
    return tokensOf(place, MEMBERS);
  },
  attack(tokens, clients) {
    const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(clients, tokens[index % MEMBERS]!));
    clients.repeat(WRITERS, (client, turn) => writers[client]!.write(turn));
  },
};

export const IDEMPOTENCY: Case<readonly string[]> = {
  name: '6-idempotency',
  title: 'Ever new idempotency keys with 1 MB each',
  async prepare(place) {
    await place.filled(texts('kept'));
    return tokensOf(place, 1);
  },
  attack([token], clients) {
    const body = JSON.stringify({ text: LARGE_TEXT });
    clients.repeat(
      KEEPERS,
      async () => {
        const create = {
          method: 'POST',
          path: '/records/kept',
          token,
          body,
          headers: { 'idempotency-key': randomUUID() },
        };
        const { status } = await clients.send(create);
        const again = await clients.send(create);
        if (again.status === '201') {
          const { id } = JSON.parse(again.body.toString()) as { id: string };
          await clients.send({ method: 'DELETE', path: `/records/kept/${id}`, token });
        }
        return `${status} ${again.status}`;
      },
      KEEPER_PERIOD_MS,
    );
  },
};
