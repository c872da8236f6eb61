import { Controller, Delete, Get, Header, HttpCode, HttpStatus, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type OwnSession, OwnSessions } from '#application/auth/own-sessions';
import type { RequestContext } from '#domain/kernel/request-context';
import { Ctx } from '#server/common/ctx.decorator';
import { boundsOf, PageQueryDto } from '#server/common/page-query.dto';
import { presentPage } from '#server/common/present-page';

/** The caller's own sessions. */
@ApiTags('auth')
@ApiBearerAuth()
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: OwnSessions) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@Ctx() ctx: RequestContext, @Query() query: PageQueryDto): Promise<object> {
    const { skip, limit } = boundsOf(query);
    return presentPage(await this.sessions.list(ctx, skip, limit), query, presentOwnSession);
  }

  /** Ends all other sessions; the session of the request ends by logging out. */
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  async endOthers(@Ctx() ctx: RequestContext): Promise<void> {
    await this.sessions.endOthers(ctx);
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async end(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.sessions.end(ctx, id);
  }
}

function presentOwnSession(session: OwnSession): object {
  return {
    id: session.id,
    created_at: session.createdAt,
    expires_at: session.expiresAt,
    ip: session.address,
    user_agent: session.userAgent,
    current: session.isCurrent,
  };
}
