import { Controller, Delete, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DeactivateUser } from '#application/users/deactivate-user';
import { VerifyUser } from '#application/users/verify-user';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Ctx } from '#server/common/ctx.decorator';

@ApiTags('users')
@ApiBearerAuth()
@SuperadminOnly()
@Controller('users')
export class UsersController {
  constructor(
    private readonly verifyUser: VerifyUser,
    private readonly deactivateUser: DeactivateUser,
  ) {}

  @Post(':id/verify')
  @HttpCode(HttpStatus.OK)
  async verify(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<object> {
    const { user, changed } = await this.verifyUser.execute(ctx, id);
    return {
      message: changed ? 'User email verified successfully' : 'User email is already verified',
      user: { id: user.id, email: user.email, email_verified: user.emailVerified },
    };
  }

  /** Switches the user off; the row stays, because records name who made them. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.deactivateUser.execute(ctx, id);
  }
}
