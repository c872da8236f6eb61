import type { User } from '#domain/auth/user';
import type { AddressDto } from './message.dto';

/** Whose address it is, and whether it is proven. */
export function presentAddress(user: Pick<User, 'id' | 'email' | 'emailVerified'>): AddressDto {
  return { id: user.id, email: user.email, email_verified: user.emailVerified };
}
