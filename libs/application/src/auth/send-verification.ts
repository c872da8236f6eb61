/**
 * Sends the verification mail again. Users who are not verified cannot log in, so anybody may ask by naming the address;
 * users who are logged in need not name it.
 */
import { credentialsMissing, tokenRevoked } from '#domain/auth/auth-errors';
import { findableKey } from '#domain/auth/email-address';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { DefaultAccount } from '../kernel/default-account';
import type { Units } from '../kernel/units';
import type { Users } from '../ports/users';
import type { Authenticator } from '../kernel/sign-in/authenticator';
import type { RequestedMails } from './requested-mails';
import { requireSession } from '../kernel/sign-in/require-session';
import type { UserTokens } from '../kernel/users/user-tokens';

/** `requested`: for an address that anybody may name; the others are for the caller's own address. */
export type VerificationOutcome = 'requested' | 'sent' | 'sent_before' | 'verified_before';

export class SendVerification {
  constructor(
    private readonly defaultAccount: DefaultAccount,
    private readonly mails: RequestedMails,
    private readonly users: Users,
    private readonly tokens: UserTokens,
    private readonly units: Units,
    private readonly authenticator: Authenticator,
  ) {}

  /** Sends to the users of the address, in one account or in all. */
  async toAddress(ctx: RequestContext, email: string, reference: string | undefined): Promise<VerificationOutcome> {
    const emailKey = findableKey(email);
    if (emailKey === null) return 'requested';
    const account = this.defaultAccount.referenceOr(reference) ?? null;
    const mail = { kind: 'verify_email', account, emailKey } as const;
    await this.units.run(inAccount(ctx, SYSTEM_ACCOUNT_ID), { name: 'auth.request_mail' }, (tx) =>
      this.mails.add(tx, mail),
    );
    return 'requested';
  }

  /** Sends to the caller. The route is open, so the credential is checked here. */
  async toCaller(asked: RequestContext, credential: string | undefined): Promise<VerificationOutcome> {
    if (credential === undefined) throw credentialsMissing();
    const actor = await this.authenticator.authenticate(credential);
    const ctx = { ...asked, actor, accountId: actor.accountId };
    const { userId } = requireSession(ctx);
    return this.units.run(ctx, { name: 'auth.request_mail', target: userId }, async (tx) => {
      const user = await this.users.find(userId, tx);
      if (!user) throw tokenRevoked();
      if (user.emailVerified) return 'verified_before';
      return (await this.tokens.send(tx, user, 'verify_email')) ? 'sent' : 'sent_before';
    });
  }
}
