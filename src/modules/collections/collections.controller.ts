import { Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CreateCollection } from '#application/collections/create-collection';
import { DeleteCollection } from '#application/collections/delete-collection';
import { EncryptionStates } from '#application/collections/encryption-state';
import { GetCollection } from '#application/collections/get-collection';
import { ListCollections } from '#application/collections/list-collections';
import { UpdateCollection } from '#application/collections/update-collection';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import {
  presentChanged,
  presentCollection,
  presentCollections,
  presentDeleted,
  presentEncryption,
} from './collections.presenter';
import {
  ChangedCollectionDto,
  CollectionDto,
  CollectionNamesDto,
  CollectionPageDto,
  DeletedCollectionDto,
  EncryptionDto,
} from './dto/collection.dto';
import { CHANGE_SCHEMA, DEFINITION_SCHEMA } from './dto/collection-schema';
import { DeleteCollectionDto } from './dto/delete-collection.dto';
import { ListCollectionsDto } from './dto/list-collections.dto';

const CONFIRM = {
  name: 'confirm',
  required: false,
  schema: { type: 'boolean' },
  description: 'Instead of the member of the body',
} as const;

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
    private readonly encryptions: EncryptionStates,
  ) {}

  @Answers('List collections', CollectionPageDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() dto: ListCollectionsDto): Promise<CollectionPageDto> {
    const query = {
      page: dto.page,
      pageSize: dto.page_size,
      sortBy: dto.sort_by,
      descending: dto.sort_order !== 'asc',
      search: dto.search,
    };
    return presentCollections(await this.collections.execute(ctx, query), dto);
  }

  @Answers('List the names of all collections', CollectionNamesDto)
  @Get('names')
  async listNames(@Ctx() ctx: RequestContext): Promise<CollectionNamesDto> {
    const names = await this.collections.names(ctx);
    return { names, total: names.length };
  }

  @Answers('Get a collection', CollectionDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<CollectionDto> {
    return presentCollection(await this.collection.byId(ctx, id));
  }

  @Answers('How far a field is encrypted, or decrypted', EncryptionDto)
  @Get(':id/fields/:field/encryption')
  async encryption(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @Param('field') field: string,
  ): Promise<EncryptionDto> {
    return presentEncryption(await this.encryptions.of(ctx, id, field));
  }

  @Answers('Create a collection', ChangedCollectionDto)
  @Post()
  @ApiBody({ schema: DEFINITION_SCHEMA })
  async create(@Ctx() ctx: RequestContext, @JsonBody('large') body: unknown): Promise<ChangedCollectionDto> {
    return presentChanged(await this.creation.execute(ctx, body));
  }

  /** Both verbs change what is sent and keep the rest: published clients use either. */
  @Answers('Change a collection; what is left out stays as it is', ChangedCollectionDto)
  @Put(':id')
  @ApiBody({ schema: CHANGE_SCHEMA })
  @ApiQuery(CONFIRM)
  replace(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody('large') body: unknown,
    @Query('confirm') confirm: unknown,
  ): Promise<ChangedCollectionDto> {
    return this.update(ctx, id, body, confirm);
  }

  @Answers('Change a collection', ChangedCollectionDto)
  @Patch(':id')
  @ApiBody({ schema: CHANGE_SCHEMA })
  @ApiQuery(CONFIRM)
  async update(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody('large') body: unknown,
    @Query('confirm') confirm: unknown,
  ): Promise<ChangedCollectionDto> {
    return presentChanged(await this.change.execute(ctx, id, body, confirm === 'true'));
  }

  @Answers('Delete a collection with its records', DeletedCollectionDto)
  @Delete(':id')
  @ApiQuery(CONFIRM)
  async delete(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: DeleteCollectionDto,
    @Query('confirm') confirm: unknown,
  ): Promise<DeletedCollectionDto> {
    return presentDeleted(await this.deletion.execute(ctx, id, body.confirm === true || confirm === 'true'));
  }
}
