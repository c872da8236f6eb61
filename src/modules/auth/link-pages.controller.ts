import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { ConfirmEmailChange } from '#application/auth/confirm-email-change';
import { ResetPassword } from '#application/auth/reset-password';
import { VerifyEmail } from '#application/auth/verify-email';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { FormBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { textOf } from '#server/common/html-page';
import { refuseLink, showLink, useLink } from '#server/common/link-page';
import { CONFIRM_EMAIL_CHANGE, RESET_PASSWORD, VERIFY_EMAIL } from './link-pages';

type Fields = Readonly<Record<string, unknown>>;

/** The pages that links in mails lead to unless an application has its own (SNACKBASE_APP_URL). */
@ApiExcludeController()
@Public()
@Controller()
export class LinkPagesController {
  constructor(
    private readonly verifyEmail: VerifyEmail,
    private readonly confirmEmailChange: ConfirmEmailChange,
    private readonly resetPassword: ResetPassword,
  ) {}

  @Get('verify-email')
  showVerification(@Query() query: Fields, @Res({ passthrough: true }) response: Response): string {
    return showLink(VERIFY_EMAIL, textOf(query['token']), response);
  }

  @Post('verify-email')
  verify(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) response: Response,
    @FormBody() body?: Fields,
  ): Promise<string> {
    const token = textOf(body?.['token']);
    return useLink(VERIFY_EMAIL, token, response, () => this.verifyEmail.execute(ctx, token));
  }

  @Get('confirm-email-change')
  showEmailChange(@Query() query: Fields, @Res({ passthrough: true }) response: Response): string {
    return showLink(CONFIRM_EMAIL_CHANGE, textOf(query['token']), response);
  }

  @Post('confirm-email-change')
  confirm(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) response: Response,
    @FormBody() body?: Fields,
  ): Promise<string> {
    const token = textOf(body?.['token']);
    return useLink(CONFIRM_EMAIL_CHANGE, token, response, () => this.confirmEmailChange.execute(ctx, token));
  }

  /** Nobody should have to think of a password for a link that cannot be used. */
  @Get('reset-password')
  async showReset(@Query() query: Fields, @Res({ passthrough: true }) response: Response): Promise<string> {
    const token = textOf(query['token']);
    const isAlive = (await this.resetPassword.look(token)) !== null;
    return isAlive ? showLink(RESET_PASSWORD, token, response) : refuseLink(null, response);
  }

  @Post('reset-password')
  reset(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) response: Response,
    @FormBody() body?: Fields,
  ): Promise<string> {
    const token = textOf(body?.['token']);
    const password = textOf(body?.['new_password']);
    return useLink(RESET_PASSWORD, token, response, () => this.resetPassword.execute(ctx, token, password));
  }
}
