import { Controller, Get, HttpStatus, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { SetupLink } from '#application/setup/setup-link';
import { DomainError } from '#domain/kernel/errors';
import { Public } from '#server/common/access.decorator';
import { FormBody } from '#server/common/body.decorator';
import { errorResponse } from '#server/common/error-response';
import { preparePage, problemsOf, rootFrom, textOf } from '#server/common/html-page';
import { noteRefusal } from '#server/common/refusal';
import { setupClosedPage, setupDonePage, setupFormPage } from './setup-page';

/** Pages for a browser: a person follows the link that the server printed. */
@ApiExcludeController()
@Public()
@Controller('setup')
export class SetupController {
  constructor(private readonly setup: SetupLink) {}

  @Get()
  async show(@Query() query: Record<string, unknown>, @Res({ passthrough: true }) response: Response): Promise<string> {
    preparePage(response);
    if (await this.setup.isDone()) return closed(response);
    const root = rootFrom(response.req);
    return setupFormPage({ root, token: textOf(query['token']), email: '', problems: [] });
  }

  @Post()
  async submit(
    @FormBody() body: Record<string, unknown> | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    preparePage(response);
    response.status(HttpStatus.OK);
    if (await this.setup.isDone()) return closed(response);
    const root = rootFrom(response.req);
    const [token, email, password] = [textOf(body?.['token']), textOf(body?.['email']), textOf(body?.['password'])];
    try {
      await this.setup.complete(token, email, password);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'SETUP_DONE') return closed(response);
      response.status(errorResponse(error, '').status);
      noteRefusal(response.req, error.code);
      return setupFormPage({ root, token, email, problems: problemsOf(error) });
    }
    return setupDonePage(root, email.trim());
  }
}

function closed(response: Response): string {
  response.status(HttpStatus.GONE);
  noteRefusal(response.req, 'SETUP_DONE');
  return setupClosedPage(rootFrom(response.req));
}
