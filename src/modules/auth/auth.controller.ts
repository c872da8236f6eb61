import { Controller, Header, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { LogIn } from '#application/auth/log-in';
import { LogOut } from '#application/auth/log-out';
import { RefreshSession } from '#application/auth/refresh-session';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { credentialToken } from '#server/common/caller-headers';
import { Ctx } from '#server/common/ctx.decorator';
import { MessageDto } from '#server/common/message.dto';
import { presentSession } from '#server/common/present-session';
import { SessionDto } from '#server/common/session.dto';
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

  @Answers('Log in', SessionDto)
  @Post('login')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async login(@Ctx() ctx: RequestContext, @JsonBody() body: LoginDto): Promise<SessionDto> {
    const grant = await this.logIn.execute(ctx, {
      account: body.account ?? undefined,
      email: body.email,
      password: body.password,
    });
    return presentSession(grant);
  }

  @Answers('Get a new token for a refresh token', SessionDto)
  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async refresh(@Ctx() ctx: RequestContext, @JsonBody() body: RefreshDto): Promise<SessionDto> {
    return presentSession(await this.refreshSession.execute(ctx, body.refresh_token));
  }

  /** Public, because an expired access token must still be able to end its session. */
  @Answers('Log out', MessageDto)
  @ApiBearerAuth()
  @Post('logout')
  @HttpCode(HttpStatus.OK)
  @Public()
  async logout(@Ctx() ctx: RequestContext, @Req() request: Request, @JsonBody() body: LogoutDto): Promise<MessageDto> {
    await this.logOut.execute(ctx, {
      accessToken: credentialToken(request) ?? null,
      refreshToken: body.refresh_token ?? null,
      all: body.all ?? false,
    });
    return { message: 'Logged out' };
  }
}
