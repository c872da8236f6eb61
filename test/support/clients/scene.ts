/** Where the calls of published clients take place: a server, a superadmin's client, and what earlier calls have made. */
import type { SnackBaseClient } from '@snackbase/sdk';
import { mailTo, type ReceivedMail } from '../mailbox';
import { PASSWORD } from '../member';
import type { World } from '../world';

export class Scene {
  private readonly ids = new Map<string, string>();
  private readonly mails = new Map<string, ReceivedMail>();

  private constructor(
    readonly world: World,
    readonly admin: SnackBaseClient,
    /** Signed in as nobody until a call does it. */
    readonly guest: SnackBaseClient,
  ) {}

  static async open(world: World): Promise<Scene> {
    const admin = world.sdk();
    await admin.login({ account: 'system', email: world.superadmin.email, password: PASSWORD });
    return new Scene(world, admin, world.sdk());
  }

  /** Resolves with what was made, and remembers its id. */
  async made<T extends { readonly id?: string | number }>(name: string, making: Promise<T>): Promise<T> {
    const thing = await making;
    this.remember(name, String(thing.id));
    return thing;
  }

  remember(name: string, id: string): void {
    this.ids.set(name, id);
  }

  id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`no call has made a ${name}`);
    return id;
  }

  /** The token of the newest mail to the address, which is later than the one that was asked for before. */
  async token(address: string): Promise<string> {
    const mail = await mailTo(this.world.server, address, undefined, this.mails.get(address));
    this.mails.set(address, mail);
    return mail.token;
  }
}
