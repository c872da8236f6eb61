import { Controller, Get, Header, HttpCode, HttpStatus, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ChangeEmail } from '#application/auth/change-email';
import { ConfirmEmailChange } from '#application/auth/confirm-email-change';
import { GetCurrentUser } from '#application/auth/get-current-user';
import { UpdateProfile } from '#application/profile/update-profile';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import { AllowScopedKeys, Public } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { AddressMessageDto, MessageDto } from '#server/common/message.dto';
import { presentAddress } from '#server/common/present-address';
import { presentCurrentUser } from '#server/common/present-session';
import { ProfileDto } from '#server/common/profile.dto';
import { CurrentUserDto, type TokenType } from '#server/common/session.dto';
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

  @Answers('Who is signed in', CurrentUserDto)
  @Get('me')
  @AllowScopedKeys()
  @Header(...NOT_STORED)
  async me(@Ctx() ctx: RequestContext): Promise<CurrentUserDto> {
    return presentCurrentUser(await this.currentUser.execute(ctx), tokenTypeOf(ctx));
  }

  @Answers('Change the own names and picture', CurrentUserDto)
  @Patch('me')
  @Header(...NOT_STORED)
  async update(@Ctx() ctx: RequestContext, @JsonBody() body: ProfileDto): Promise<CurrentUserDto> {
    await this.updateProfile.execute(ctx, {
      ...(body.first_name === undefined ? {} : { firstName: body.first_name }),
      ...(body.last_name === undefined ? {} : { lastName: body.last_name }),
      ...(body.avatar_url === undefined ? {} : { avatarUrl: body.avatar_url }),
    });
    return presentCurrentUser(await this.currentUser.execute(ctx), tokenTypeOf(ctx));
  }

  /** Nothing changes until the new address is proven. */
  @Answers('Ask for another address', MessageDto)
  @Post('change-email')
  @HttpCode(HttpStatus.OK)
  async change(@Ctx() ctx: RequestContext, @JsonBody() body: ChangeEmailDto): Promise<MessageDto> {
    await this.changeEmail.execute(ctx, {
      newEmail: body.new_email,
      password: body.password,
    });
    return { message: 'An email with a confirmation link has been sent to the new address.' };
  }

  @Answers('Prove the new address', AddressMessageDto)
  @Post('confirm-email-change')
  @HttpCode(HttpStatus.OK)
  @Public()
  async confirm(@Ctx() ctx: RequestContext, @JsonBody() { token }: MailedTokenDto): Promise<AddressMessageDto> {
    const user = await this.confirmEmailChange.execute(ctx, token);
    return { message: 'Email changed successfully', user: presentAddress(user) };
  }
}

function tokenTypeOf(ctx: RequestContext): TokenType {
  return principalOf(ctx)?.credential.kind === 'api_key' ? 'api_key' : 'jwt';
}
