import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { UpdateRecords } from '#application/records/update-records';
import type { RequestContext } from '#domain/kernel/request-context';
import { OptionalAuth, Optimistic } from '../../common/access.decorator';
import { Ctx } from '../../common/ctx.decorator';
import { parseIfMatch } from './if-match';
import { etagOf, presentBatch, presentPage, presentSingle } from './record.presenter';
import { sendJson } from './send-json';

type QueryString = Readonly<Record<string, unknown>>;

const CREATED = 201;
const OK = 200;
const NO_CONTENT = 204;

const RECORD_BODY = { schema: { type: 'object' as const, additionalProperties: true } };

@ApiTags('records')
@ApiBearerAuth()
@ApiHeader({
  name: 'X-Account-ID',
  required: false,
  description: 'Anonymous callers: the account, by id, code or slug',
})
@OptionalAuth()
@Optimistic()
@Controller('records/:collection')
export class RecordsController {
  constructor(
    private readonly getRecord: GetRecord,
    private readonly listRecords: ListRecords,
    private readonly createRecords: CreateRecords,
    private readonly updateRecords: UpdateRecords,
    private readonly deleteRecords: DeleteRecords,
  ) {}

  @ApiOperation({ summary: 'List records' })
  @ApiQuery({ name: 'filter', required: false, description: 'An expression of the rule language (docs/rules.md)' })
  @ApiQuery({ name: 'sort', required: false, description: 'Up to 5 fields, `-` before one descends' })
  @ApiQuery({
    name: 'fields',
    required: false,
    description: 'Only these members; dots lead through expanded relations',
  })
  @ApiQuery({ name: 'expand', required: false, description: 'Relations to show in place of their ids, nested by dots' })
  @ApiQuery({ name: 'skip', required: false, type: Number })
  @ApiQuery({ name: 'limit', required: false, type: Number, description: '1 to 100, 30 by default' })
  @ApiQuery({ name: 'cursor', required: false, description: 'From next_cursor; empty for the first page' })
  @ApiQuery({ name: 'cursor_before', required: false, description: 'From prev_cursor' })
  @ApiQuery({
    name: 'include_count',
    required: false,
    type: Boolean,
    description: 'Offset pages: true; cursor pages: false',
  })
  @ApiOkResponse(RECORD_BODY)
  @Get()
  async list(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Query() query: QueryString,
    @Res() response: Response,
  ): Promise<void> {
    sendJson(response, OK, presentPage(await this.listRecords.execute(ctx, collection, query)));
  }

  @ApiOperation({ summary: 'Create up to 100 records, all or none' })
  @ApiBody({ schema: { type: 'object', properties: { records: { type: 'array', items: { type: 'object' } } } } })
  @Post('batch')
  async createBatch(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Body() body: unknown,
    @Query() query: QueryString,
    @Headers('idempotency-key') key: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const present = presentBatch.bind(null, 'created');
    sendJson(response, CREATED, await this.createRecords.batch(ctx, { collection, body, query, key, present }));
  }

  @ApiOperation({ summary: 'Change up to 100 records, all or none' })
  @ApiBody({ schema: { type: 'object', properties: { records: { type: 'array', items: { type: 'object' } } } } })
  @Patch('batch')
  async updateBatch(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Body() body: unknown,
    @Query() query: QueryString,
    @Res() response: Response,
  ): Promise<void> {
    sendJson(response, OK, presentBatch('updated', await this.updateRecords.batch(ctx, collection, body, query)));
  }

  @ApiOperation({ summary: 'Delete up to 100 records, all or none' })
  @ApiBody({ schema: { type: 'object', properties: { ids: { type: 'array', items: { type: 'string' } } } } })
  @Delete('batch')
  async deleteBatch(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Body() body: unknown,
  ): Promise<{ deleted: readonly string[]; count: number }> {
    const deleted = await this.deleteRecords.batch(ctx, collection, body);
    return { deleted, count: deleted.length };
  }

  @ApiOperation({ summary: 'Get a record' })
  @ApiQuery({ name: 'fields', required: false })
  @ApiQuery({ name: 'expand', required: false })
  @ApiOkResponse(RECORD_BODY)
  @Get(':id')
  async get(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Param('id') id: string,
    @Query() query: QueryString,
    @Res() response: Response,
  ): Promise<void> {
    const record = await this.getRecord.execute(ctx, collection, id, query);
    sendJson(response, OK, record.body, etagOf(record));
  }

  @ApiOperation({ summary: 'Create a record' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key within 24 h gets the same answer' })
  @ApiBody(RECORD_BODY)
  @Post()
  async create(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Body() body: unknown,
    @Query() query: QueryString,
    @Headers('idempotency-key') key: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const command = { collection, body, query, key, present: presentSingle };
    sendJson(response, CREATED, await this.createRecords.single(ctx, command));
  }

  @ApiOperation({ summary: 'Change a record; fields that are left out stay as they are' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the record as it was read' })
  @ApiBody(RECORD_BODY)
  @ApiOkResponse(RECORD_BODY)
  @Put(':id')
  replace(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: QueryString,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.update(ctx, collection, id, body, query, request, response);
  }

  @ApiOperation({ summary: 'Change a record' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the record as it was read' })
  @ApiBody(RECORD_BODY)
  @ApiOkResponse(RECORD_BODY)
  @Patch(':id')
  async update(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Param('id') id: string,
    @Body() data: unknown,
    @Query() query: QueryString,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const ifMatch = parseIfMatch(request.headers['if-match']);
    const record = await this.updateRecords.single(ctx, collection, { id, data, ifMatch }, query);
    sendJson(response, OK, record.body, etagOf(record));
  }

  @ApiOperation({ summary: 'Delete a record' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the record as it was read' })
  @ApiNoContentResponse()
  @Delete(':id')
  @HttpCode(NO_CONTENT)
  delete(
    @Ctx() ctx: RequestContext,
    @Param('collection') collection: string,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.deleteRecords.single(ctx, collection, id, parseIfMatch(ifMatch));
  }
}
