import { Controller, HttpCode, HttpStatus, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SetUserPassword } from '#application/users/set-user-password';
import { VerifyUser } from '#application/users/verify-user';
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { AddressMessageDto, MessageDto } from '#server/common/message.dto';
import { presentAddress } from '#server/common/present-address';
import { SetPasswordDto } from './users.dto';

/** The password and the address of a user, as admins change them. */
@ApiTags('users')
@AdminOnly()
@Controller('users/:id')
export class UserCredentialsController {
  constructor(
    private readonly setUserPassword: SetUserPassword,
    private readonly verifyUser: VerifyUser,
  ) {}

  @Answers('Set the password of a user, or send a link to set one', MessageDto)
  @Put('password')
  async setPassword(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: SetPasswordDto,
  ): Promise<MessageDto> {
    const newPassword = passwordOf(body);
    if (newPassword === null) {
      const { email, sent } = await this.setUserPassword.sendLink(ctx, id);
      return { message: sentMessage('Password reset link', email, sent) };
    }
    await this.setUserPassword.set(ctx, id, newPassword);
    return { message: 'Password updated successfully' };
  }

  /** As older clients ask. */
  @Answers('The same, as older clients ask', MessageDto, { deprecated: true })
  @Post('password')
  @HttpCode(HttpStatus.OK)
  resetPassword(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: SetPasswordDto,
  ): Promise<MessageDto> {
    return this.setPassword(ctx, id, body);
  }

  @Answers('Take the address of a user for proven', AddressMessageDto)
  @Post('verify')
  @HttpCode(HttpStatus.OK)
  async verify(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<AddressMessageDto> {
    const { user, changed } = await this.verifyUser.execute(ctx, id);
    return {
      message: changed ? 'User email verified successfully' : 'User email is already verified',
      user: presentAddress(user),
    };
  }

  @Answers('Send the mail again that proves an address', MessageDto)
  @Post('resend-verification')
  @HttpCode(HttpStatus.OK)
  async resendVerification(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<MessageDto> {
    const { email, sent } = await this.verifyUser.sendLink(ctx, id);
    return { message: sentMessage('Verification email', email, sent) };
  }
}

/** null: the user is to get a link. */
function passwordOf({ new_password, password, send_reset_link }: SetPasswordDto): string | null {
  const given = [new_password, password].filter((text) => typeof text === 'string');
  const [text] = given;
  if (given.length + (send_reset_link === true ? 1 : 0) === 1) return text ?? null;
  const message = 'Give either a new password or send_reset_link: true';
  throw invalidFields('USER_INVALID', [{ field: 'new_password', code: 'exactly_one', message }]);
}

function sentMessage(what: string, email: string, sent: boolean): string {
  return sent ? `${what} sent to ${email}` : `${what} was sent to ${email} a moment ago`;
}
