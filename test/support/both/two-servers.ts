/** One server on each engine, sent the same requests one after another. Their answers are compared as far as they can be equal. */
import { isDeepStrictEqual } from 'node:util';
import { createDatabase } from '../database';
import { type Answer, Http, type Json } from '../http';
import { login, type Member } from '../member';
import { LONG_SESSIONS } from '../random-runs';
import { startServerOn, type TestServer } from '../server';
import { signUp } from '../sign-up';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What stands for the id of a record, in requests and in compared answers. */
const STAND_IN = /#([0-9]+)#/g;
/** Ids of fields, and names that are made of them. */
const OF_FIELDS = /^(?:[0-9a-f]{8}|(?:ix|jn)_[0-9a-f]{24})$/;
const TIMES = ['created_at', 'updated_at'];
const CURSORS = ['next_cursor', 'prev_cursor'];

export type Caller = 'superadmin' | 'member' | 'twin' | 'stranger';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer that both gave, with stand-ins for ids and without times and cursors; and the cursors, one of each. */
export interface Compared {
  readonly status: number;
  readonly body: Json;
  readonly cursors: Readonly<Record<string, readonly string[]>>;
}

export class TwoServers {
  private constructor(private readonly sides: readonly [Side, Side]) {}

  static async start(): Promise<TwoServers> {
    return new TwoServers([await Side.start('sqlite'), await Side.start('postgres')]);
  }

  /** `query`: what differs between the two. Throws where the answers differ. */
  async send(caller: Caller, sent: Sent, own: Compared['cursors'] = {}): Promise<Compared> {
    const answers = [];
    for (const [index, side] of this.sides.entries()) {
      const mine = Object.fromEntries(Object.entries(own).map(([name, texts]) => [name, texts[index]!]));
      answers.push(await side.send(caller, { ...sent, query: { ...sent.query, ...mine } }));
    }
    const [first, second] = answers as [SideAnswer, SideAnswer];
    if (first.status < 500 && isDeepStrictEqual(first.shown, second.shown)) {
      const names = CURSORS.filter((name) => first.cursors[name] !== undefined);
      const cursors = Object.fromEntries(names.map((name) => [name, [first.cursors[name]!, second.cursors[name]!]]));
      return { status: first.status, body: first.shown.body, cursors };
    }
    const told = { caller, ...sent, sqlite: first.shown, postgres: second.shown };
    throw new Error(`The engines answer differently: ${JSON.stringify(told, null, 1)}`);
  }

  async close(): Promise<void> {
    for (const side of this.sides) await side.close();
  }
}

interface SideAnswer {
  readonly status: number;
  readonly shown: { readonly status: number; readonly etag: string | null; readonly body: Json };
  readonly cursors: Readonly<Record<string, string>>;
}

class Side {
  /** In the order in which they were met, which is the same on both sides. */
  private readonly ids: string[] = [];
  private readonly places = new Map<string, number>();

  private constructor(
    private readonly server: TestServer,
    private readonly people: Readonly<Record<Exclude<Caller, 'stranger'>, Member>>,
  ) {
    for (const { userId, accountId } of Object.values(people)) [userId, accountId].forEach((id) => this.placeOf(id));
  }

  static async start(engine: 'sqlite' | 'postgres'): Promise<Side> {
    const database = await createDatabase(engine);
    const server = await startServerOn(database, { ...LONG_SESSIONS, SNACKBASE_LOG_LEVEL: 'fatal' });
    const http = new Http(server.url);
    const superadmin = await login(http, 'system', server.superadminEmail);
    const [member, twin] = [await signUp(http, superadmin, 'acme'), await signUp(http, superadmin, 'acme-twin')];
    return new Side({ ...server, http }, { superadmin, member, twin });
  }

  async send(caller: Caller, { method, path, query = {}, body, headers = {} }: Sent): Promise<SideAnswer> {
    const parameters = new URLSearchParams(Object.entries(query).map(([name, text]) => [name, this.resolved(text)]));
    const sent = body === undefined ? {} : { raw: this.resolved(JSON.stringify(body)) };
    const who = caller === 'stranger' ? { 'x-account-id': 'acme' } : {};
    const token = caller === 'stranger' ? undefined : this.people[caller].token;
    const answer = await this.server.http.call(method, `${this.resolved(path)}?${parameters}`, {
      ...sent,
      token,
      headers: { ...who, ...headers },
    });
    return this.shown(answer);
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.server.database.drop();
  }

  private resolved(text: string): string {
    return text.replace(STAND_IN, (_whole, place: string) => this.ids[Number(place)] ?? '');
  }

  private shown({ status, headers, text }: Answer): SideAnswer {
    const cursors: Record<string, string> = {};
    const body: Json =
      text === ''
        ? null
        : JSON.parse(text, (name, value: unknown) => {
            if (name === 'request_id') return undefined;
            if (typeof value !== 'string') return value;
            if (TIMES.includes(name)) return 'a time';
            if (OF_FIELDS.test(value)) return 'a name';
            if (!CURSORS.includes(name)) return value;
            cursors[name] = value;
            return 'a cursor';
          });
    const named: Json = JSON.parse(JSON.stringify(body).replace(UUID, (id) => `#${this.placeOf(id)}#`));
    return { status, shown: { status, etag: headers.get('etag'), body: named }, cursors };
  }

  private placeOf(id: string): number {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    this.places.set(id, this.ids.length);
    return this.ids.push(id) - 1;
  }
}
