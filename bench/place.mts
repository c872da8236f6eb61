/** A running server with one member, and what the rows of the bench ask it to hold: each thing is made once, when first asked for. */
import { call, login, loginSuperadmin, PASSWORD, registerAccount, type Running, type Session } from './server.mts';

const BATCH = 100;
const SIGNED_IN = '@request.auth.id != ""';
const OPEN_TO_MEMBERS = {
  list_rule: SIGNED_IN,
  view_rule: SIGNED_IN,
  create_rule: SIGNED_IN,
  update_rule: SIGNED_IN,
  delete_rule: SIGNED_IN,
};

interface Created {
  readonly created: readonly { readonly id: string }[];
}

/** A collection with rows: their number, and the record with the given one. */
export interface Filled {
  readonly definition: { readonly name: string; readonly fields: readonly object[]; readonly list_rule?: string };
  readonly rows: number;
  /** Rows of one request that fills it. */
  readonly batch?: number;
  readonly row: (number: number, member: Session) => object;
}

export class Place {
  readonly server: Running;
  readonly member: Session;
  private readonly superadmin: Session;
  private readonly made = new Map<string, Promise<unknown>>();

  private constructor(server: Running, superadmin: Session, member: Session) {
    this.server = server;
    this.superadmin = superadmin;
    this.member = member;
  }

  static async open(server: Running, slug = `bench-${Date.now().toString(36)}`): Promise<Place> {
    const superadmin = await loginSuperadmin(server);
    return new Place(server, superadmin, await registerAccount(server, superadmin, slug));
  }

  url(path: string): string {
    return `${this.server.url}/api/v1${path}`;
  }

  /** The ids of the collection's rows. */
  filled(collection: Filled): Promise<readonly string[]> {
    return this.once(collection.definition.name, () => this.fill(collection));
  }

  /** A user of the member's account who is in no group. */
  colleague(): Promise<Session> {
    return this.once('colleague', async () => (await this.colleagues(1))[0]!);
  }

  /** Other users of the member's account, logged in. */
  async colleagues(count: number): Promise<readonly Session[]> {
    const { slug } = this.member;
    const colleagues: Session[] = [];
    for (let index = 0; index < count; index += 1) {
      const email = `colleague-${index}@${slug}.example`;
      const body = { email, password: PASSWORD, account_id: slug };
      const { id } = await call<{ id: string }>(this.server, 'POST', '/users', body, this.superadmin.token);
      await call(this.server, 'POST', `/users/${id}/verify`, {}, this.superadmin.token);
      colleagues.push(await login(this.server, slug, email));
    }
    return colleagues;
  }

  /** As many logged-in members as asked for, each in an account of its own. */
  members(count: number): Promise<readonly Session[]> {
    return this.once(`${count} members`, async () => {
      const members: Session[] = [];
      for (let index = 0; index < count; index += 1) {
        members.push(await registerAccount(this.server, this.superadmin, `${this.member.slug}-${index}`));
      }
      return members;
    });
  }

  private once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = (this.made.get(name) ?? make()) as Promise<T>;
    this.made.set(name, made);
    return made;
  }

  private async fill({ definition, rows, row, batch = BATCH }: Filled): Promise<readonly string[]> {
    await call(this.server, 'POST', '/collections', { ...OPEN_TO_MEMBERS, ...definition }, this.superadmin.token);
    const path = `/records/${definition.name}/batch?fields=id`;
    const ids: string[] = [];
    for (let start = 0; start < rows; start += batch) {
      const records = Array.from({ length: Math.min(batch, rows - start) }, (_, offset) =>
        row(start + offset, this.member),
      );
      const { created } = await call<Created>(this.server, 'POST', path, { records }, this.member.token);
      ids.push(...created.map(({ id }) => id));
    }
    return ids;
  }
}
