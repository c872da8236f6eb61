import { Controller, Delete, Get, Header, HttpCode, HttpStatus, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type OwnSession, OwnSessions } from '#application/auth/own-sessions';
import type { RequestContext } from '#domain/kernel/request-context';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { boundsOf, PageQueryDto } from '#server/common/page-query.dto';
import { presentPage } from '#server/common/present-page';
import { OwnSessionDto, OwnSessionPageDto } from './own-session.dto';

/** The caller's own sessions. */
@ApiTags('auth')
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: OwnSessions) {}

  @Answers('List the own sessions', OwnSessionPageDto)
  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@Ctx() ctx: RequestContext, @Query() query: PageQueryDto): Promise<OwnSessionPageDto> {
    const { skip, limit } = boundsOf(query);
    return presentPage(await this.sessions.list(ctx, skip, limit), query, presentOwnSession);
  }

  /** Ends all other sessions; the session of the request ends by logging out. */
  @AnswersNothing('End all other sessions')
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  async endOthers(@Ctx() ctx: RequestContext): Promise<void> {
    await this.sessions.endOthers(ctx);
  }

  @AnswersNothing('End a session')
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async end(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.sessions.end(ctx, id);
  }
}

function presentOwnSession(session: OwnSession): OwnSessionDto {
  return {
    id: session.id,
    created_at: session.createdAt,
    expires_at: session.expiresAt,
    ip: session.address,
    user_agent: session.userAgent,
    current: session.isCurrent,
  };
}
