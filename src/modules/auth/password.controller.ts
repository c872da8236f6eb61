import { Controller, Get, Header, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ChangePassword } from '#application/auth/change-password';
import { RequestPasswordReset } from '#application/auth/request-password-reset';
import { ResetPassword } from '#application/auth/reset-password';
import { authFieldProblem } from '#domain/auth/auth-errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { MessageDto } from '#server/common/message.dto';
import { ChangePasswordDto, ForgotPasswordDto, ResetPasswordDto } from './password.dto';
import { ResetTokenDto } from './reset-token.dto';

/** The answer is the same for every address. */
const RESET_REQUESTED = 'If an account with that email exists, a password reset link has been sent.';

@ApiTags('auth')
@Controller('auth')
export class PasswordController {
  constructor(
    private readonly requestReset: RequestPasswordReset,
    private readonly resetPassword: ResetPassword,
    private readonly changePassword: ChangePassword,
  ) {}

  @Answers('Ask for a link to set a new password', MessageDto)
  @Post('forgot-password')
  @HttpCode(HttpStatus.OK)
  @Public()
  async forgot(@Ctx() ctx: RequestContext, @JsonBody() body: ForgotPasswordDto): Promise<MessageDto> {
    await this.requestReset.execute(ctx, body.account ?? undefined, body.email);
    return { message: RESET_REQUESTED };
  }

  @Answers('Whether a reset link can still be used', ResetTokenDto)
  @Get('verify-reset-token/:token')
  @Public()
  @Header('Cache-Control', 'no-store')
  async look(@Param('token') token: string): Promise<ResetTokenDto> {
    const expiresAt = await this.resetPassword.look(token);
    return { valid: expiresAt !== null, expires_at: expiresAt };
  }

  @Answers('Set a new password with the secret from the mail', MessageDto)
  @Post('reset-password')
  @HttpCode(HttpStatus.OK)
  @Public()
  async reset(@Ctx() ctx: RequestContext, @JsonBody() body: ResetPasswordDto): Promise<MessageDto> {
    const password = body.new_password ?? body.newPassword;
    if (!password) throw authFieldProblem('new_password', 'required', 'New password is required');
    await this.resetPassword.execute(ctx, body.token, password);
    return { message: 'Password reset successfully. You can now log in with your new password.' };
  }

  /** The session of the request stays; the others end. */
  @Answers('Change the own password', MessageDto)
  @Post('change-password')
  @HttpCode(HttpStatus.OK)
  async change(@Ctx() ctx: RequestContext, @JsonBody() body: ChangePasswordDto): Promise<MessageDto> {
    await this.changePassword.execute(ctx, {
      currentPassword: body.current_password,
      newPassword: body.new_password,
    });
    return { message: 'Password changed. All other sessions have ended.' };
  }
}
