import { systemContext } from '#domain/kernel/request-context';
/** Logins of clients that have not been seen before, for the suites about guessed passwords. */
import { PasswordHasher } from '#application/ports/password-hasher';
import { Units } from '#application/kernel/units';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import type { Answer, Http } from './http';
import { API, type Member, PASSWORD } from './member';
import type { World } from './world';
import { TEST_ACT } from './unit';

export const WRONG = 'Wrong-Horse-77';
/** What everybody who does not get in is told. */
export const INVALID = { status: 401, error: 'AUTH_INVALID_CREDENTIALS', detail: 'Invalid credentials' };

let addresses = 0;

/** The tests' own address is a trusted proxy's, so that they can be anybody. */
export function newAddress(): string {
  addresses += 1;
  return `203.0.113.${addresses}`;
}

export function credentials({ slug, email }: Member, password = PASSWORD): object {
  return { account: slug, email, password };
}

export function logIn({ http }: { readonly http: Http }, body: object, address = newAddress()): Promise<Answer> {
  return http.post(`${API}/auth/login`, body, { headers: { 'x-forwarded-for': address } });
}

export function told({ status, body: { error, detail } }: Answer): object {
  return { status, error, detail };
}

/** Counts how many passwords were checked. */
export function watchHasher({ server }: World): jest.SpyInstance {
  return jest.spyOn(server.app.get(PasswordHasher, { strict: false }), 'verify');
}

export function changeUser({ server }: World, member: Member, fields: Partial<UserEntity>): Promise<unknown> {
  const units = server.app.get(Units, { strict: false });
  return units.run(systemContext('test', member.accountId), TEST_ACT, (tx) =>
    managerOf(tx).update(UserEntity, { id: member.userId }, fields),
  );
}
