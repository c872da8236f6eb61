/** Makes an operator. Used by the start of the server, the set-up page and the command line. */
import { parseEmailAddress, type EmailAddress } from '#domain/auth/email-address';
import { passwordProblems } from '#domain/auth/password-policy';
import { ADMIN_ROLE } from '#domain/auth/user';
import { DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { OWN_WORK } from '../kernel/sign-in/password-work';
import type { PasswordHasher } from '../ports/password-hasher';
import type { SetupStore } from '../ports/setup-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { Users } from '../ports/users';

export interface NewSuperadmin {
  readonly email: string;
  readonly password: string;
  /** Makes another where there already is one. */
  readonly force: boolean;
}

export class CreateSuperadmin {
  constructor(
    private readonly users: Users,
    private readonly setup: SetupStore,
    private readonly hasher: PasswordHasher,
    private readonly units: Units,
  ) {}

  /** True as soon as somebody can operate the server. */
  exists(): Promise<boolean> {
    return this.users.hasActive(SYSTEM_ACCOUNT_ID);
  }

  /**
   * Resolves with the new user's id. `permit` runs first in the unit and may refuse by throwing. Every other writer is
   * kept out, so that of many callers at once, in any process, one wins.
   */
  async execute(request: NewSuperadmin, permit: (tx: Transaction) => Promise<void> = async () => {}): Promise<string> {
    const address = check(request);
    if (!request.force && (await this.exists())) throw superadminExists();
    const passwordHash = await this.hasher.hash(request.password, OWN_WORK);
    const id = newId();
    const data = { email: address.email, role: ADMIN_ROLE, email_verified: true };
    await this.units.changeAlone(
      systemContext('setup', SYSTEM_ACCOUNT_ID),
      { name: 'setup.create_superadmin', target: id },
      [{ op: 'create', model: 'users', id, data }],
      async (tx) => {
        await permit(tx);
        if (!request.force && (await this.users.hasActive(SYSTEM_ACCOUNT_ID, tx))) throw superadminExists();
        const inserted = await this.users.insertIfFree(tx, {
          id,
          accountId: SYSTEM_ACCOUNT_ID,
          email: address.email,
          emailKey: address.key,
          passwordHash,
          role: ADMIN_ROLE,
          emailVerified: true,
          createdAt: timestampOfId(id),
        });
        if (!inserted) throw addressTaken();
        await this.setup.clear(tx);
      },
    );
    return id;
  }
}

function check({ email, password }: NewSuperadmin): EmailAddress {
  const problems: FieldProblem[] = [];
  const address = parseEmailAddress(email);
  if (!address) problems.push({ field: 'email', code: 'invalid_email', message: 'Not a valid email address' });
  problems.push(...passwordProblems(password, 'password', { email }));
  if (!address || problems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', problems);
  return address;
}

function superadminExists(): DomainError {
  return new DomainError('SETUP_DONE', 'conflict', 'A superadmin exists already');
}

function addressTaken(): DomainError {
  const message = 'A user with this email already exists in the system account';
  return new DomainError('USER_EMAIL_TAKEN', 'conflict', message, { field: 'email' });
}
