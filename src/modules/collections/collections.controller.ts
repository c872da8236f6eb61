import { Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CreateCollection } from '#application/collections/create-collection';
import { DeleteCollection } from '#application/collections/delete-collection';
import { GetCollection } from '#application/collections/get-collection';
import { ListCollections } from '#application/collections/list-collections';
import { UpdateCollection } from '#application/collections/update-collection';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentChanged, presentCollection, presentCollections, presentDeleted } from './collections.presenter';
import { DEFINITION_SCHEMA } from './dto/collection-schema';
import { DeleteCollectionDto } from './dto/delete-collection.dto';
import { ListCollectionsDto } from './dto/list-collections.dto';

@ApiTags('collections')
@SuperadminOnly()
@Controller('collections')
export class CollectionsController {
  constructor(
    private readonly collections: ListCollections,
    private readonly collection: GetCollection,
    private readonly creation: CreateCollection,
    private readonly change: UpdateCollection,
    private readonly deletion: DeleteCollection,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() dto: ListCollectionsDto) {
    const query = {
      page: dto.page,
      pageSize: dto.page_size,
      sortBy: dto.sort_by,
      descending: dto.sort_order !== 'asc',
      search: dto.search,
    };
    return presentCollections(await this.collections.execute(ctx, query), dto);
  }

  @Get('names')
  async listNames(@Ctx() ctx: RequestContext) {
    const names = await this.collections.names(ctx);
    return { names, total: names.length };
  }

  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string) {
    return presentCollection(await this.collection.byId(ctx, id));
  }

  @Post()
  @ApiBody({ schema: DEFINITION_SCHEMA })
  async create(@Ctx() ctx: RequestContext, @JsonBody('large') body: unknown) {
    return presentChanged(await this.creation.execute(ctx, body));
  }

  /** Both verbs change what is sent and keep the rest: published clients use either. */
  @Put(':id')
  @ApiBody({ schema: DEFINITION_SCHEMA })
  @ApiQuery({ name: 'confirm', required: false, type: Boolean })
  replace(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody('large') body: unknown,
    @Query('confirm') confirm: unknown,
  ) {
    return this.update(ctx, id, body, confirm);
  }

  @Patch(':id')
  @ApiBody({ schema: DEFINITION_SCHEMA })
  @ApiQuery({ name: 'confirm', required: false, type: Boolean })
  async update(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody('large') body: unknown,
    @Query('confirm') confirm: unknown,
  ) {
    return presentChanged(await this.change.execute(ctx, id, body, confirm === 'true'));
  }

  @Delete(':id')
  @ApiQuery({ name: 'confirm', required: false, type: Boolean })
  async delete(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: DeleteCollectionDto,
    @Query('confirm') confirm: unknown,
  ) {
    return presentDeleted(await this.deletion.execute(ctx, id, body.confirm === true || confirm === 'true'));
  }
}
