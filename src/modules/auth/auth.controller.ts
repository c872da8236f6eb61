import { Body, Controller, Get, Header, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { GetCurrentUser } from '#application/auth/get-current-user';
import { LogIn } from '#application/auth/log-in';
import { LogOut } from '#application/auth/log-out';
import { RefreshSession } from '#application/auth/refresh-session';
import { RegisterAccount } from '#application/auth/register-account';
import { RequestPasswordReset } from '#application/auth/request-password-reset';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { credentialToken } from '#server/common/credential-token';
import { Ctx } from '#server/common/ctx.decorator';
import { ForgotPasswordDto, LoginDto, LogoutDto, RefreshDto, RegisterDto } from './auth.dto';
import { presentAccount, presentCurrentUser, presentSession } from './session.presenter';

/** Tokens and persons stay out of every cache on the way. */
const NOT_STORED = ['Cache-Control', 'no-store'] as const;
const REGISTERED = 'Registration successful. Please check your email to verify your account.';
const RESET_REQUESTED = 'If an account with that email exists, a password reset link has been sent.';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registration: RegisterAccount,
    private readonly logIn: LogIn,
    private readonly refreshSession: RefreshSession,
    private readonly logOut: LogOut,
    private readonly currentUser: GetCurrentUser,
    private readonly passwordReset: RequestPasswordReset,
  ) {}

  @Post('register')
  @Public()
  async register(@Ctx() { requestId }: RequestContext, @Body() body: RegisterDto): Promise<object> {
    const { user, account } = await this.registration.execute({
      requestId,
      email: body.email,
      password: body.password,
      accountName: body.account_name ?? undefined,
      accountSlug: body.account_slug ?? undefined,
    });
    return {
      message: REGISTERED,
      user: {
        id: user.id,
        email: user.email,
        role: user.role,
        is_active: user.isActive,
        created_at: user.createdAt,
      },
      account: presentAccount(account),
    };
  }

  @Post('login')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async login(@Ctx() ctx: RequestContext, @Req() request: Request, @Body() body: LoginDto): Promise<object> {
    const grant = await this.logIn.execute({
      requestId: ctx.requestId,
      account: body.account ?? undefined,
      email: body.email,
      password: body.password,
      ip: request.ip ?? null,
      userAgent: request.headers['user-agent'] ?? null,
    });
    return presentSession(grant);
  }

  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async refresh(@Ctx() { requestId }: RequestContext, @Body() body: RefreshDto): Promise<object> {
    return presentSession(await this.refreshSession.execute(requestId, body.refresh_token));
  }

  /** Public, because an expired access token must still be able to end its session. */
  @Post('logout')
  @HttpCode(HttpStatus.OK)
  @Public()
  async logout(@Ctx() ctx: RequestContext, @Req() request: Request, @Body() body: LogoutDto): Promise<object> {
    await this.logOut.execute({
      requestId: ctx.requestId,
      accessToken: credentialToken(request) ?? null,
      refreshToken: body.refresh_token ?? null,
    });
    return { message: 'Logged out' };
  }

  @Get('me')
  @ApiBearerAuth()
  @Header(...NOT_STORED)
  async me(@Ctx() ctx: RequestContext): Promise<object> {
    const { user, account } = await this.currentUser.execute(ctx);
    return presentCurrentUser(user, account);
  }

  @Post('forgot-password')
  @HttpCode(HttpStatus.OK)
  @Public()
  async forgotPassword(@Body() body: ForgotPasswordDto): Promise<object> {
    await this.passwordReset.execute(body.account ?? undefined, body.email);
    return { message: RESET_REQUESTED };
  }
}
