import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Register } from '#application/auth/register';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentAccount, presentUser } from '#server/common/present-session';
import { RegisterDto } from './auth.dto';
import { RegistrationDto } from './registration.dto';

const REGISTERED = 'Registration successful. Please check your email to verify your account.';

@ApiTags('auth')
@Public()
@Controller('auth')
export class RegistrationController {
  constructor(private readonly registration: Register) {}

  /** Answers without tokens, because the address must be proven first. */
  @Answers('Register, with an account of the own', RegistrationDto)
  @Post('register')
  async register(@Ctx() ctx: RequestContext, @JsonBody() body: RegisterDto): Promise<RegistrationDto> {
    const { user, account } = await this.registration.execute(ctx, {
      email: body.email,
      password: body.password,
      accountName: body.account_name ?? undefined,
      accountSlug: body.account_slug ?? undefined,
    });
    return {
      message: REGISTERED,
      user: presentUser(user),
      account: presentAccount(account),
    };
  }
}
