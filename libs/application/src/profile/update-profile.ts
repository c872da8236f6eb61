/** What people tell of themselves. Nothing of it decides what they may do. */
import { credentialsMissing } from '#domain/auth/auth-errors';
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Authenticator } from '../auth/authenticator';
import { runFresh } from '../auth/run-fresh';
import type { OwnUserStore, Profile } from '../ports/own-user-store';
import type { UnitOfWork } from '../ports/unit-of-work';
import { checkProfile } from './check-profile';

export class UpdateProfile {
  constructor(
    private readonly own: OwnUserStore,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  /** Absent members stay as they are; null and blank ones are cleared. */
  async execute(ctx: RequestContext, given: Partial<Profile>): Promise<void> {
    if (!ctx.principal) throw credentialsMissing();
    const { userId } = ctx.principal;
    const { profile, problems } = checkProfile(given);
    if (problems.length > 0) throw invalidFields('PROFILE_INVALID', problems);
    await runFresh(this.units, this.authenticator, ctx, (tx) =>
      this.own.updateProfile(tx, userId, profile, new Date().toISOString()),
    );
  }
}
