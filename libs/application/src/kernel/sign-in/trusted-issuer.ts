/**
 * Lets in holders of the trusted issuer's tokens, as users of the system account. A token is exchanged, at first sight,
 * for a session that ends with it: from there on its holder is treated, listed and thrown out like everybody else.
 *
 * The issuer is trusted with the whole system account. A subject is first looked for among those that came before, then by
 * address, so that an operator who has a password here stays one person. A subject is never taken for a user's id.
 */
import { createHash } from 'node:crypto';
import { tokenExpired, tokenInvalid, tokenRevoked } from '#domain/auth/auth-errors';
import { type EmailAddress, parseEmailAddress } from '#domain/auth/email-address';
import { newSecret } from '#domain/auth/opaque-token';
import { ADMIN_ROLE, type User } from '#domain/auth/user';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { OWN_WORK } from './password-work';
import type { ModelChange } from '../hooks/model-hooks';
import type { IssuerIdentity, IssuerTokens } from '../../ports/issuer-tokens';
import type { PasswordHasher } from '../../ports/password-hasher';
import type { Units } from '../units';
import type { SessionStore } from '../../ports/session-store';
import type { Transaction } from '../../ports/transactions';
import type { Users } from '../../ports/users';

const MAX_SUBJECT = 255;
/** Control characters and lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

type Person = IssuerIdentity & EmailAddress;

export class TrustedIssuer {
  private nobodysPassword: Promise<string> | null = null;

  constructor(
    private readonly tokens: IssuerTokens,
    private readonly users: Users,
    private readonly sessions: SessionStore,
    private readonly hasher: PasswordHasher,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  /** Whether the token is to be exchanged here rather than checked as one of ours. */
  claims(token: string): boolean {
    return this.tokens.claims(token);
  }

  /** The id of the session that stands for the token. Throws a DomainError of kind unauthenticated. */
  async exchange(token: string): Promise<string> {
    const person = personOf(await this.tokens.verify(token));
    if (person.expiresAt <= this.clock.now()) throw tokenExpired();
    const sessionId = sessionIdOf(token, person.issuedAt);
    const known = await this.users.findForIssuer(person.subject, person.key);
    const passwordHash = known ? null : await this.unusablePassword();
    const id = newId();
    await this.units.change(
      systemContext('trusted-issuer', SYSTEM_ACCOUNT_ID),
      { name: 'auth.exchange_token', target: sessionId },
      known ? [] : [creationOf(id, person)],
      async (tx) => {
        const user = passwordHash === null ? known : await this.findOrInsert(tx, id, person, passwordHash);
        if (!user?.isActive) throw tokenRevoked();
        await this.sessions.insertIfFree(tx, {
          id: sessionId,
          accountId: SYSTEM_ACCOUNT_ID,
          userId: user.id,
          createdAt: timestampOfId(sessionId),
          expiresAt: isoTime(person.expiresAt),
          address: null,
          userAgent: null,
        });
        // Every token makes a session.
        await this.sessions.forgetEnded(tx, user.id, tx.now);
        return user;
      },
    );
    return sessionId;
  }

  private async findOrInsert(tx: Transaction, id: string, person: Person, passwordHash: string): Promise<User | null> {
    const { subject, email, key } = person;
    const createdAt = timestampOfId(id);
    await this.users.insertIfFree(tx, {
      id,
      accountId: SYSTEM_ACCOUNT_ID,
      externalId: subject,
      email,
      emailKey: key,
      passwordHash,
      role: ADMIN_ROLE,
      emailVerified: true,
      createdAt,
    });
    return this.users.findForIssuer(subject, key, tx);
  }

  /** The hash of a secret that was thrown away. Nobody can log in with it, so one serves all. */
  private unusablePassword(): Promise<string> {
    this.nobodysPassword ??= this.hasher.hash(newSecret(), OWN_WORK).catch((error: unknown) => {
      this.nobodysPassword = null;
      throw error;
    });
    return this.nobodysPassword;
  }
}

/** Many requests may show tokens of the same person at once; one of them makes the user. */
function creationOf(id: string, { email }: Person): ModelChange<User> {
  const data = { email, role: ADMIN_ROLE, email_verified: true };
  return { op: 'create', model: 'users', id, data, changed: (user) => (user.id === id ? id : null) };
}

function personOf(identity: IssuerIdentity): Person {
  const address = parseEmailAddress(identity.email);
  const { subject } = identity;
  const usable = subject !== '' && subject.length <= MAX_SUBJECT && !UNPRINTABLE.test(subject);
  if (!address || !usable) throw tokenInvalid();
  return { ...identity, ...address };
}

/**
 * A UUIDv7 of the time of issue and a digest, the same for the same token, so that its session cannot be opened twice. The
 * signature is left out: some can be written in several ways, and a new spelling must not undo a logout.
 */
function sessionIdOf(token: string, issuedAt: number): string {
  const digest = createHash('sha256')
    .update(token.slice(0, token.lastIndexOf('.')))
    .digest('hex');
  const time = issuedAt.toString(16).padStart(12, '0');
  const variant = ((Number.parseInt(digest.charAt(3), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${digest.slice(0, 3)}`,
    `${variant}${digest.slice(4, 7)}`,
    digest.slice(7, 19),
  ].join('-');
}
