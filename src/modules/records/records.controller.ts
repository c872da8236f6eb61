import { Controller, Delete, Get, HttpCode, Patch, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { UpdateRecords } from '#application/records/update-records';
import { AllowScopedKeys, OptionalAuth, Optimistic } from '../../common/access.decorator';
import { TakesJson } from '../../common/body.decorator';
import { InTurn } from '../../common/in-turn.decorator';
import { parseIfMatch, refuseIfMatch } from './if-match';
import { etagOf, recordCall, sendJson } from './record-exchange';
import { presentBatch, presentRecords, presentSingle } from './record.presenter';

const CREATED = 201;
const OK = 200;
const NO_CONTENT = 204;

const RECORD_BODY = { schema: { type: 'object' as const, additionalProperties: true } };
const RECORD_LIST = { type: 'array' as const, items: { type: 'object' as const } };
const IDS = { type: 'array' as const, items: { type: 'string' as const } };
const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag of the record as it was read' };
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key within 24 hours gets the same answer',
};

@ApiTags('records')
@ApiBearerAuth()
@ApiParam({ name: 'collection' })
@ApiHeader({
  name: 'X-Account-ID',
  required: false,
  description:
    'The account, by id, code or slug: whose records strangers mean, or to which a superadmin narrows the request',
})
@OptionalAuth()
@AllowScopedKeys()
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
  @ApiQuery({ name: 'fields', required: false, description: 'Only these; dots lead through expanded relations' })
  @ApiQuery({ name: 'expand', required: false, description: 'Relations to show in place of their ids, nested by dots' })
  @ApiQuery({ name: 'skip', required: false, type: Number })
  @ApiQuery({ name: 'limit', required: false, type: Number, description: '1 to 100, 30 by default' })
  @ApiQuery({ name: 'cursor', required: false, description: 'From next_cursor; empty for the first page' })
  @ApiQuery({ name: 'cursor_before', required: false, description: 'From prev_cursor' })
  @ApiQuery({
    name: 'include_count',
    required: false,
    type: Boolean,
    description: 'Whether the total is wanted: by default on offset pages, not on cursor pages',
  })
  @ApiOkResponse(RECORD_BODY)
  @Get()
  @InTurn()
  async list(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, query } = recordCall(request);
    sendJson(response, OK, presentRecords(await this.listRecords.execute(ctx, collection, query)));
  }

  // The most requested routes come first, because the router tries paths in this order.
  @ApiOperation({ summary: 'Create a record' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody(RECORD_BODY)
  @Post()
  @TakesJson('large')
  @InTurn()
  async create(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, body, query, key, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const command = { collection, body, query, key, present: presentSingle };
    sendJson(response, CREATED, [await this.createRecords.single(ctx, command)]);
  }

  @ApiOperation({ summary: 'Get a record' })
  @ApiParam({ name: 'id' })
  @ApiQuery({ name: 'fields', required: false })
  @ApiQuery({ name: 'expand', required: false })
  @ApiOkResponse(RECORD_BODY)
  @Get(':id')
  @InTurn()
  async get(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, id, query } = recordCall(request);
    const record = await this.getRecord.execute(ctx, collection, id, query);
    sendJson(response, OK, [record.body], etagOf(record));
  }

  @ApiOperation({ summary: 'Create several records, all or none' })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody({ schema: { type: 'object', properties: { records: RECORD_LIST } } })
  @Post('batch')
  @TakesJson('large')
  @InTurn()
  async createBatch(@Req() request: Request, @Res() response: Response): Promise<void> {
    const call = recordCall(request);
    refuseIfMatch(call.ifMatch);
    const present = presentBatch.bind(null, 'created');
    sendJson(response, CREATED, [await this.createRecords.batch(call.ctx, { ...call, present })]);
  }

  @ApiOperation({ summary: 'Change several records, all or none' })
  @ApiBody({ schema: { type: 'object', properties: { records: RECORD_LIST } } })
  @Patch('batch')
  @TakesJson('large')
  @InTurn()
  async updateBatch(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, body, query, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const records = await this.updateRecords.batch(ctx, collection, body, query);
    sendJson(response, OK, [presentBatch('updated', records)]);
  }

  @ApiOperation({ summary: 'Delete several records, all or none' })
  @ApiBody({ schema: { type: 'object', properties: { ids: IDS } } })
  @Delete('batch')
  @TakesJson('large')
  @InTurn()
  async deleteBatch(@Req() request: Request): Promise<{ deleted: readonly string[]; count: number }> {
    const { ctx, collection, body, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const deleted = await this.deleteRecords.batch(ctx, collection, body);
    return { deleted, count: deleted.length };
  }

  @ApiOperation({ summary: 'Change a record; fields that are left out stay as they are' })
  @ApiParam({ name: 'id' })
  @ApiHeader(IF_MATCH)
  @ApiBody(RECORD_BODY)
  @ApiOkResponse(RECORD_BODY)
  @Put(':id')
  @TakesJson('large')
  @InTurn()
  replace(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.update(request, response);
  }

  @ApiOperation({ summary: 'Change a record' })
  @ApiParam({ name: 'id' })
  @ApiHeader(IF_MATCH)
  @ApiBody(RECORD_BODY)
  @ApiOkResponse(RECORD_BODY)
  @Patch(':id')
  @TakesJson('large')
  @InTurn()
  async update(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, id, body: data, query, ifMatch: header } = recordCall(request);
    const ifMatch = parseIfMatch(header);
    const record = await this.updateRecords.single(ctx, collection, { id, data, ifMatch }, query);
    sendJson(response, OK, [record.body], etagOf(record));
  }

  @ApiOperation({ summary: 'Delete a record' })
  @ApiParam({ name: 'id' })
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse()
  @Delete(':id')
  @InTurn()
  @HttpCode(NO_CONTENT)
  delete(@Req() request: Request): Promise<void> {
    const { ctx, collection, id, ifMatch } = recordCall(request);
    return this.deleteRecords.single(ctx, collection, id, parseIfMatch(ifMatch));
  }
}
