import { Controller, Get, Header, HttpCode, HttpStatus, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ChangeEmail } from '#application/auth/change-email';
import { ConfirmEmailChange } from '#application/auth/confirm-email-change';
import { GetCurrentUser } from '#application/auth/get-current-user';
import { UpdateProfile } from '#application/profile/update-profile';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import { AllowScopedKeys, Public } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentCurrentUser, type TokenType } from '#server/common/present-session';
import { ProfileDto } from '#server/common/profile.dto';
import { ChangeEmailDto } from './profile.dto';
import { MailedTokenDto } from './verification.dto';

const NOT_STORED = ['Cache-Control', 'no-store'] as const;

@ApiTags('auth')
@Controller('auth')
export class ProfileController {
  constructor(
    private readonly currentUser: GetCurrentUser,
    private readonly updateProfile: UpdateProfile,
    private readonly changeEmail: ChangeEmail,
    private readonly confirmEmailChange: ConfirmEmailChange,
  ) {}

  @Get('me')
  @AllowScopedKeys()
  @ApiBearerAuth()
  @Header(...NOT_STORED)
  async me(@Ctx() ctx: RequestContext): Promise<object> {
    return presentCurrentUser(await this.currentUser.execute(ctx), tokenTypeOf(ctx));
  }

  @Patch('me')
  @ApiBearerAuth()
  @Header(...NOT_STORED)
  async update(@Ctx() ctx: RequestContext, @JsonBody() body: ProfileDto): Promise<object> {
    await this.updateProfile.execute(ctx, {
      ...(body.first_name === undefined ? {} : { firstName: body.first_name }),
      ...(body.last_name === undefined ? {} : { lastName: body.last_name }),
      ...(body.avatar_url === undefined ? {} : { avatarUrl: body.avatar_url }),
    });
    return presentCurrentUser(await this.currentUser.execute(ctx), tokenTypeOf(ctx));
  }

  /** Nothing changes until the new address is proven. */
  @Post('change-email')
  @HttpCode(HttpStatus.OK)
  @ApiBearerAuth()
  async change(@Ctx() ctx: RequestContext, @JsonBody() body: ChangeEmailDto): Promise<object> {
    await this.changeEmail.execute(ctx, {
      newEmail: body.new_email,
      password: body.password,
    });
    return { message: 'An email with a confirmation link has been sent to the new address.' };
  }

  @Post('confirm-email-change')
  @HttpCode(HttpStatus.OK)
  @Public()
  async confirm(@Ctx() ctx: RequestContext, @JsonBody() { token }: MailedTokenDto): Promise<object> {
    const user = await this.confirmEmailChange.execute(ctx, token);
    return {
      message: 'Email changed successfully',
      user: { id: user.id, email: user.email, email_verified: user.emailVerified },
    };
  }
}

function tokenTypeOf(ctx: RequestContext): TokenType {
  return principalOf(ctx)?.credential.kind === 'api_key' ? 'api_key' : 'jwt';
}
