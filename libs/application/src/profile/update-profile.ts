/** Changes what people say about themselves. None of it decides what they may do. */
import { requirePrincipal } from '#domain/auth/permissions';
import { invalidFields } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Users, Profile } from '../ports/users';
import type { Units } from '../kernel/units';
import { profileData } from '../kernel/users/profile-data';
import { checkProfile } from '../kernel/users/check-profile';

export class UpdateProfile {
  constructor(
    private readonly users: Users,
    private readonly units: Units,
  ) {}

  /** Absent members stay as they are; null and blank ones are cleared. */
  async execute(ctx: RequestContext, given: Partial<Profile>): Promise<void> {
    const { userId, accountId } = requirePrincipal(ctx);
    const { profile, problems } = checkProfile(given);
    if (problems.length > 0) throw invalidFields('PROFILE_INVALID', problems);
    const changes = [{ op: 'update', model: 'users', id: userId, data: { ...profileData(profile) } }] as const;
    const act = { name: 'profile.update', target: userId } as const;
    await this.units.change(inAccount(ctx, accountId), act, changes, async (tx) => {
      await this.users.update(tx, userId, profile, tx.now);
    });
  }
}
