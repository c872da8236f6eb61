import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ComposeMail } from '#application/mail/compose-mail';
import { EmailTemplates } from '#application/mail/email-templates';
import { SendTestMail } from '#application/mail/send-test-mail';
import { type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { DEFAULT_LOCALE } from '#domain/mail/locale';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers, AnswersList, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { EmailTemplateDto, QueuedTestDto, RenderedMailDto } from './email.dto';
import { given, templateChange } from './email-requests';
import {
  CreateTemplateDto,
  ListTemplatesDto,
  RenderTemplateDto,
  SendTestDto,
  UpdateTemplateDto,
} from './email-templates.dto';
import { presentMail, presentTemplate } from './email.presenter';

@ApiTags('email')
@SuperadminOnly()
@Controller('admin/email/templates')
export class EmailTemplatesController {
  constructor(
    private readonly templates: EmailTemplates,
    private readonly compose: ComposeMail,
    private readonly tests: SendTestMail,
  ) {}

  @AnswersList('List templates of mails', EmailTemplateDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() query: ListTemplatesDto): Promise<EmailTemplateDto[]> {
    const found = await this.templates.list(ctx, {
      ...given('type', query.template_type),
      ...given('locale', query.locale),
      ...given('accountId', query.account_id),
      ...given('enabled', query.enabled),
    });
    return found.map(presentTemplate);
  }

  @Answers('Create a template', EmailTemplateDto)
  @Post()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateTemplateDto): Promise<EmailTemplateDto> {
    const template = await this.templates.create(ctx, {
      accountId: body.account_id ?? SYSTEM_ACCOUNT_ID,
      type: body.template_type,
      locale: body.locale,
      subject: body.subject,
      htmlBody: body.html_body,
      textBody: body.text_body,
      enabled: body.enabled ?? true,
    });
    return presentTemplate(template);
  }

  @Answers('Look at a mail without sending it', RenderedMailDto)
  @Post('render')
  @HttpCode(HttpStatus.OK)
  async render(@Ctx() ctx: RequestContext, @JsonBody() body: RenderTemplateDto): Promise<RenderedMailDto> {
    const { template_type, account_id, locale } = body;
    const chosen = await this.templates.choose(
      ctx,
      template_type,
      account_id ?? SYSTEM_ACCOUNT_ID,
      locale ?? DEFAULT_LOCALE,
    );
    return presentMail(this.compose.execute({ ...chosen, ...templateChange(body) }, body.variables ?? {}));
  }

  @Answers('Get a template', EmailTemplateDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<EmailTemplateDto> {
    return presentTemplate(await this.templates.get(ctx, id));
  }

  @Answers('Change a template', EmailTemplateDto)
  @Put(':id')
  async update(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: UpdateTemplateDto,
  ): Promise<EmailTemplateDto> {
    return presentTemplate(await this.templates.update(ctx, id, templateChange(body)));
  }

  @AnswersNothing('Delete a template')
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async delete(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.templates.delete(ctx, id);
  }

  @Answers('Send a mail from a template, to try it', QueuedTestDto)
  @Post(':id/test')
  @HttpCode(HttpStatus.OK)
  async test(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: SendTestDto,
  ): Promise<QueuedTestDto> {
    const recipient = body.recipient_email ?? body.recipient ?? '';
    const { type, locale } = await this.tests.execute(ctx, id, recipient, body.variables ?? {});
    const message = `Test email queued for ${recipient}; the log tells what becomes of it`;
    return { status: 'success', message, template_type: type, locale };
  }
}
