/** A running server with one member, and what the rows of the bench ask it to hold: each thing is made once, when first asked for. */
import { call, loginSuperadmin, registerAccount, type Running, type Session } from './server.mts';

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
  readonly definition: { readonly name: string; readonly fields: readonly object[] };
  readonly rows: number;
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

  static async open(server: Running): Promise<Place> {
    const superadmin = await loginSuperadmin(server);
    return new Place(server, superadmin, await registerAccount(server, superadmin, `bench-${Date.now().toString(36)}`));
  }

  url(path: string): string {
    return `${this.server.url}/api/v1${path}`;
  }

  /** The ids of the collection's rows. */
  filled(collection: Filled): Promise<readonly string[]> {
    return this.once(collection.definition.name, () => this.fill(collection));
  }

  /** As many logged-in members as asked for. */
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

  private async fill({ definition, rows, row }: Filled): Promise<readonly string[]> {
    await call(this.server, 'POST', '/collections', { ...OPEN_TO_MEMBERS, ...definition }, this.superadmin.token);
    const path = `/records/${definition.name}/batch`;
    const ids: string[] = [];
    for (let start = 0; start < rows; start += BATCH) {
      const records = Array.from({ length: Math.min(BATCH, rows - start) }, (_, offset) =>
        row(start + offset, this.member),
      );
      const { created } = await call<Created>(this.server, 'POST', path, { records }, this.member.token);
      ids.push(...created.map(({ id }) => id));
    }
    return ids;
  }
}
