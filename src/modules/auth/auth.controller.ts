import { Controller, Header, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { LogIn } from '#application/auth/log-in';
import { LogOut } from '#application/auth/log-out';
import { RefreshSession } from '#application/auth/refresh-session';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { credentialToken } from '#server/common/credential-token';
import { Ctx } from '#server/common/ctx.decorator';
import { presentSession } from '#server/common/present-session';
import { LoginDto, LogoutDto, RefreshDto } from './auth.dto';

/** Tokens and personal data stay out of every cache on the way. */
const NOT_STORED = ['Cache-Control', 'no-store'] as const;

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly logIn: LogIn,
    private readonly refreshSession: RefreshSession,
    private readonly logOut: LogOut,
  ) {}

  @Post('login')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async login(@Ctx() ctx: RequestContext, @JsonBody() body: LoginDto): Promise<object> {
    const grant = await this.logIn.execute(ctx, {
      account: body.account ?? undefined,
      email: body.email,
      password: body.password,
    });
    return presentSession(grant);
  }

  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async refresh(@Ctx() ctx: RequestContext, @JsonBody() body: RefreshDto): Promise<object> {
    return presentSession(await this.refreshSession.execute(ctx, body.refresh_token));
  }

  /** Public, because an expired access token must still be able to end its session. */
  @Post('logout')
  @HttpCode(HttpStatus.OK)
  @Public()
  async logout(@Ctx() ctx: RequestContext, @Req() request: Request, @JsonBody() body: LogoutDto): Promise<object> {
    await this.logOut.execute(ctx, {
      accessToken: credentialToken(request) ?? null,
      refreshToken: body.refresh_token ?? null,
      all: body.all ?? false,
    });
    return { message: 'Logged out' };
  }
}
