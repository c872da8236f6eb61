import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EmailLogs } from '#application/mail/email-logs';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { MAX_PAGE_SIZE } from '#server/common/page-query.dto';
import { EmailLogDto, EmailLogPageDto } from './email.dto';
import { ListLogsDto } from './email-logs.dto';
import { logFilter } from './email-requests';
import { presentLog } from './email.presenter';

@ApiTags('email')
@SuperadminOnly()
@Controller('admin/email/logs')
export class EmailLogsController {
  constructor(private readonly logs: EmailLogs) {}

  @Answers('List mails', EmailLogPageDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() query: ListLogsDto): Promise<EmailLogPageDto> {
    const { page } = query;
    const size = Math.min(query.page_size, MAX_PAGE_SIZE);
    const { items, total } = await this.logs.list(ctx, logFilter(query), (page - 1) * size, size);
    return { logs: items.map(presentLog), total, page, page_size: size };
  }

  @Answers('Get what became of a mail', EmailLogDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<EmailLogDto> {
    return presentLog(await this.logs.get(ctx, id));
  }
}
