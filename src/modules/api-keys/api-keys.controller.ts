import { Controller, Delete, Get, Header, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiKeys } from '#application/api-keys/api-keys';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly } from '#server/common/access.decorator';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { ApiKeyDto, ApiKeyListDto } from './api-key.dto';
import { presentApiKey } from './api-key.presenter';
import { CreateApiKeyDto, ListApiKeysDto } from './api-keys.dto';

@ApiTags('api keys')
@Controller('admin/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeys) {}

  @Answers('Create an API key; the answer shows it, once', ApiKeyDto)
  @Post()
  @AdminOnly()
  @Header('Cache-Control', 'no-store')
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateApiKeyDto): Promise<ApiKeyDto> {
    const { apiKey, key } = await this.apiKeys.create(ctx, {
      name: body.name,
      expiresAt: body.expires_at ?? undefined,
      scopes: body.scopes ?? [],
    });
    return presentApiKey(apiKey, key);
  }

  @Answers('List the own API keys', ApiKeyListDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() { offset, limit }: ListApiKeysDto): Promise<ApiKeyListDto> {
    const { items, total } = await this.apiKeys.list(ctx, offset, limit);
    return { items: items.map((item) => presentApiKey(item)), total };
  }

  @Answers('Get an API key', ApiKeyDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<ApiKeyDto> {
    return presentApiKey(await this.apiKeys.get(ctx, id));
  }

  @AnswersNothing('Revoke an API key')
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async revoke(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.apiKeys.revoke(ctx, id);
  }
}
