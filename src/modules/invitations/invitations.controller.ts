import { Controller, Delete, Get, Header, HttpCode, HttpStatus, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { AcceptInvitation } from '#application/invitations/accept-invitation';
import { CreateInvitation } from '#application/invitations/create-invitation';
import { FindOpenInvitation } from '#application/invitations/find-open-invitation';
import { Invitations } from '#application/invitations/invitations';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly, Public } from '#server/common/access.decorator';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { credentialToken } from '#server/common/caller-headers';
import { Ctx } from '#server/common/ctx.decorator';
import { presentSession } from '#server/common/present-session';
import { SessionDto } from '#server/common/session.dto';
import { InvitationDto, InvitationListDto, MailedInvitationDto, OpenInvitationDto } from './invitation.dto';
import { presentInvitation, presentOpenInvitation } from './invitation.presenter';
import { AcceptInvitationDto, CreateInvitationDto, ListInvitationsDto } from './invitations.dto';

/** Tokens and personal data stay out of every cache on the way. */
const NOT_STORED = ['Cache-Control', 'no-store'] as const;

/** Admins name an invitation by its id, the invited person by its secret: in the document, one path for both. */
@ApiTags('invitations')
@AdminOnly()
@Controller('invitations')
export class InvitationsController {
  constructor(
    private readonly createInvitation: CreateInvitation,
    private readonly invitations: Invitations,
    private readonly openInvitations: FindOpenInvitation,
    private readonly acceptInvitation: AcceptInvitation,
  ) {}

  @Answers('Invite somebody', InvitationDto)
  @Post()
  @Header(...NOT_STORED)
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateInvitationDto): Promise<InvitationDto> {
    const { invitation, token } = await this.createInvitation.execute(ctx, {
      email: body.email,
      roleId: body.role_id ?? undefined,
      role: body.role ?? undefined,
      groupIds: body.groups ?? [],
      accountId: body.account_id ?? undefined,
    });
    return presentInvitation(invitation, token);
  }

  @Answers('List invitations', InvitationListDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() query: ListInvitationsDto): Promise<InvitationListDto> {
    const { page, page_size, status_filter, account_id } = query;
    const { items, total } = await this.invitations.list(ctx, {
      status: status_filter ?? null,
      accountId: account_id,
      skip: (page - 1) * page_size,
      limit: page_size,
    });
    return { invitations: items.map((item) => presentInvitation(item)), total, page, page_size };
  }

  @Answers('Send an invitation again', MailedInvitationDto)
  @Post(':id/resend')
  @HttpCode(HttpStatus.OK)
  @Header(...NOT_STORED)
  async resend(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<MailedInvitationDto> {
    const token = await this.invitations.resend(ctx, id);
    return { message: 'Invitation email resent successfully', token };
  }

  @AnswersNothing('Cancel an invitation, named by its id')
  @Delete(':token')
  @HttpCode(HttpStatus.NO_CONTENT)
  async cancel(@Ctx() ctx: RequestContext, @Param('token') id: string): Promise<void> {
    await this.invitations.cancel(ctx, id);
  }

  @Answers('Look at the own invitation', OpenInvitationDto)
  @Get(':token')
  @Public()
  @Header(...NOT_STORED)
  async view(@Param('token') token: string): Promise<OpenInvitationDto> {
    return presentOpenInvitation(await this.openInvitations.get(token));
  }

  /** With a password, a credential on the request is ignored; without one, it says who accepts. */
  @Answers('Accept an invitation', SessionDto)
  @ApiBearerAuth()
  @Post(':token/accept')
  @HttpCode(HttpStatus.OK)
  @Public()
  @Header(...NOT_STORED)
  async accept(
    @Ctx() ctx: RequestContext,
    @Req() request: Request,
    @Param('token') token: string,
    @JsonBody() { password }: AcceptInvitationDto,
  ): Promise<SessionDto> {
    const grant =
      password === undefined || password === null
        ? await this.acceptInvitation.asSignedIn(ctx, token, credentialToken(request))
        : await this.acceptInvitation.withPassword(ctx, token, password);
    return presentSession(grant);
  }
}
