/** The hooks around what people do to come in and to leave. */
import type { User } from '#domain/auth/user';
import type { AuthEvent, BeforeLogin, BeforeRegistration } from '#domain/hooks/hook-events';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { AfterHooks } from './after-hooks';
import type { BeforeHooks } from './before-hooks';
import { Settlement } from './settlement';

type AuthAct = 'login' | 'logout' | 'register' | 'password_reset';

/** What is requested; work that reads its `data` gets what the handlers made of it. */
type Asked<A extends AuthAct> = A extends 'login' ? BeforeLogin : A extends 'register' ? BeforeRegistration : AuthEvent;

const BEFORE = {
  login: 'on_auth_before_login',
  logout: 'on_auth_before_logout',
  register: 'on_auth_before_register',
  password_reset: 'on_auth_before_password_reset',
} as const;

const AFTER = {
  login: 'on_auth_after_login',
  logout: 'on_auth_after_logout',
  register: 'on_auth_after_register',
  password_reset: 'on_auth_after_password_reset',
} as const;

export class AuthHooks {
  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
  ) {}

  /**
   * `work` resolves once all is on disk; `done` says from its result whom the after-hooks are told of, null where they
   * are to be told nothing.
   */
  around<A extends AuthAct, T>(
    ctx: RequestContext,
    act: A,
    asked: Asked<A>,
    work: () => Promise<T>,
    done: (result: T) => AuthEvent | null,
  ): Promise<T> {
    const isHeard = this.before.heard.has(BEFORE[act]) || this.after.heard.has(AFTER[act]);
    return isHeard ? this.hooked(ctx, act, asked, work, done) : work();
  }

  private async hooked<T>(
    ctx: RequestContext,
    act: AuthAct,
    asked: Asked<AuthAct>,
    work: () => Promise<T>,
    done: (result: T) => AuthEvent | null,
  ): Promise<T> {
    const settlement = new Settlement();
    try {
      await this.after.room(ctx);
      await this.before.run(ctx, BEFORE[act], asked, settlement);
      const result = await work();
      settlement.tell('committed');
      this.tell(ctx, act, done(result));
      return result;
    } catch (error) {
      settlement.tell('rolled_back');
      throw error;
    }
  }

  private tell(ctx: RequestContext, act: AuthAct, event: AuthEvent | null): void {
    if (event === null) return;
    this.after.add(event.accountId === null ? ctx : inAccount(ctx, event.accountId), AFTER[act], event);
  }
}

export function authEventOf({ id, email, accountId }: Pick<User, 'id' | 'email' | 'accountId'>): AuthEvent {
  return { email, userId: id, accountId };
}

/** A member as handlers left it; undefined: absent. Throws as for a faulty hook where it is no text any more. */
export function textOf(data: object, member: string): string | undefined {
  const value: unknown = Reflect.get(data, member) ?? undefined;
  if (value !== undefined && typeof value !== 'string')
    throw new TypeError(`A hook made ${member} something but a text`);
  return value;
}
