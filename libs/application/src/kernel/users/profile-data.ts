/** A profile in the words of the HTTP API, as hooks are told of it. */
import type { Profile } from '../../ports/users';

export interface ProfileData {
  readonly first_name: string | null | undefined;
  readonly last_name: string | null | undefined;
  readonly avatar_url: string | null | undefined;
}

export function profileData({ firstName, lastName, avatarUrl }: Partial<Profile>): ProfileData {
  return { first_name: firstName, last_name: lastName, avatar_url: avatarUrl };
}
