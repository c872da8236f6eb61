/** What people tell of themselves. Nothing of it decides what they may do. */
import { requirePrincipal } from '#domain/auth/permissions';
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { OwnUserStore, Profile } from '../ports/own-user-store';
import type { Units } from '../kernel/units';
import { checkProfile } from './check-profile';

export class UpdateProfile {
  constructor(
    private readonly own: OwnUserStore,
    private readonly units: Units,
  ) {}

  /** Absent members stay as they are; null and blank ones are cleared. */
  async execute(ctx: RequestContext, given: Partial<Profile>): Promise<void> {
    const { userId } = requirePrincipal(ctx);
    const { profile, problems } = checkProfile(given);
    if (problems.length > 0) throw invalidFields('PROFILE_INVALID', problems);
    await this.units.run(ctx, { name: 'profile.update', target: userId }, (tx) =>
      this.own.updateProfile(tx, userId, profile, tx.now),
    );
  }
}
