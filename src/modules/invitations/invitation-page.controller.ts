import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { AcceptInvitation } from '#application/invitations/accept-invitation';
import { FindOpenInvitation, type OpenInvitation } from '#application/invitations/find-open-invitation';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { FormBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { textOf } from '#server/common/html-page';
import { type LinkPage, refuseLink, showLink, useLink } from '#server/common/link-page';

type Fields = Readonly<Record<string, unknown>>;

/** The page that an invitation's link leads to unless an application has its own (SNACKBASE_APP_URL). */
@ApiExcludeController()
@Public()
@Controller('accept-invitation')
export class InvitationPageController {
  constructor(
    private readonly openInvitations: FindOpenInvitation,
    private readonly acceptInvitation: AcceptInvitation,
  ) {}

  @Get()
  show(@Query() query: Fields, @Res({ passthrough: true }) response: Response): Promise<string> {
    const token = textOf(query['token']);
    return this.ifOpen(token, response, (page) => showLink(page, token, response));
  }

  /** The session is not handed out: the application that the person will use asks for the password itself. */
  @Post()
  accept(
    @Ctx() ctx: RequestContext,
    @Res({ passthrough: true }) response: Response,
    @FormBody() body?: Fields,
  ): Promise<string> {
    const token = textOf(body?.['token']);
    const password = textOf(body?.['new_password']);
    return this.ifOpen(token, response, (page) =>
      useLink(page, token, response, () => this.acceptInvitation.withPassword(ctx, token, password)),
    );
  }

  private async ifOpen(
    token: string,
    response: Response,
    answer: (page: LinkPage) => string | Promise<string>,
  ): Promise<string> {
    let open: OpenInvitation;
    try {
      open = await this.openInvitations.get(token);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refuseLink(error, response);
    }
    return answer(pageOf(open));
  }
}

function pageOf({ invitation: { email, invitedByEmail }, account }: OpenInvitation): LinkPage {
  const inviter = invitedByEmail === null ? 'You are invited' : `${invitedByEmail} invites you`;
  return {
    path: 'accept-invitation',
    title: 'Accept your invitation',
    text: `${inviter} to join “${account.name}” as ${email}. Choose the password that you will log in with.`,
    asksPassword: true,
    button: 'Accept invitation',
    done: ['Welcome', `You can now sign in to “${account.name}”: account ${account.slug}, address ${email}.`],
  };
}
