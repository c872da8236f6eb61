import { Controller, Delete, Get, Header, HttpCode, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AggregateRecords } from '#application/records/aggregate-records';
import { ChangeRecords } from '#application/records/change-records';
import { CountRecords } from '#application/records/count-records';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { ReadSecrets } from '#application/records/read-secrets';
import { UpdateRecords } from '#application/records/update-records';
import { UpsertRecords } from '#application/records/upsert-records';
import { AllowScopedKeys, OptionalAuth, Optimistic } from '../../common/access.decorator';
import { Answers, AnswersNothing, Sends } from '../../common/answers.decorator';
import { TakesJson } from '../../common/body.decorator';
import { InTurn } from '../../common/in-turn.decorator';
import {
  ETAG,
  Filter,
  IdempotencyKey,
  IdParameter,
  IfMatch,
  IGNORED,
  SecretFields,
  Selected,
  Selection,
  ShownMembers,
  UpsertKey,
  WrittenMembers,
} from './describe-records';
import { Aggregation } from './describe-aggregates';
import { parseIfMatch, refuseIfMatch } from '#application/records/if-match';
import {
  ChangedCountDto,
  CreatedRecordsDto,
  DeletedRecordsDto,
  NewRecordDto,
  NewRecordsDto,
  RecordChangeDto,
  RecordChangesDto,
  RecordCountDto,
  RecordDto,
  RecordGroupsDto,
  RecordIdsDto,
  RecordPageDto,
  SecretsDto,
  UpdatedRecordsDto,
  UpsertedRecordsDto,
} from './record.dto';
import { sayIgnored } from './ignored-fields';
import { etagOf, recordCall, sendJson } from './record-exchange';
import {
  presentBatch,
  presentCount,
  presentGroups,
  presentRecords,
  presentSingle,
  presentUpsert,
} from './record.presenter';

const CREATED = 201;
const OK = 200;
const NO_CONTENT = 204;

@ApiTags('records')
@ApiParam({ name: 'collection', schema: { type: 'string' }, example: 'posts' })
@OptionalAuth()
@AllowScopedKeys()
@Optimistic()
@Controller('records/:collection')
export class RecordsController {
  constructor(
    private readonly getRecord: GetRecord,
    private readonly listRecords: ListRecords,
    private readonly countRecords: CountRecords,
    private readonly aggregateRecords: AggregateRecords,
    private readonly readSecrets: ReadSecrets,
    private readonly createRecords: CreateRecords,
    private readonly updateRecords: UpdateRecords,
    private readonly upsertRecords: UpsertRecords,
    private readonly deleteRecords: DeleteRecords,
    private readonly changeRecords: ChangeRecords,
  ) {}

  @Sends('List records', RecordPageDto)
  @Selection()
  @ShownMembers()
  @Get()
  @InTurn()
  async list(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, query } = recordCall(request);
    sendJson(response, OK, presentRecords(await this.listRecords.execute(ctx, collection, query)));
  }

  // The most requested routes come first, because the router tries paths in this order.
  @Sends('Create a record', RecordDto, { headers: IGNORED })
  @WrittenMembers()
  @IdempotencyKey()
  @ApiBody({ type: NewRecordDto })
  @Post()
  @TakesJson('large')
  @InTurn()
  async create(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, body, query, key, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const command = { collection, body, query, key, present: presentSingle };
    const { result, ignored } = await this.createRecords.single(ctx, command);
    sayIgnored(response, ignored);
    sendJson(response, CREATED, [result]);
  }

  @Sends('Change all records that a filter selects', ChangedCountDto, { headers: IGNORED })
  @Selected()
  @ApiBody({ type: RecordChangeDto })
  @Patch()
  @TakesJson('large')
  @InTurn()
  async updateSelected(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, body, query, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const { result, ignored } = await this.changeRecords.update(ctx, collection, body, query);
    sayIgnored(response, ignored);
    sendJson(response, OK, [presentCount(result)]);
  }

  @Sends('Delete all records that a filter selects', ChangedCountDto)
  @Selected()
  @Delete()
  @InTurn()
  async deleteSelected(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, query, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    sendJson(response, OK, [presentCount(await this.changeRecords.delete(ctx, collection, query))]);
  }

  // Before the route of one record, whose id the words would be.
  @Answers('Count records', RecordCountDto)
  @Filter()
  @Get('count')
  @InTurn()
  async count(@Req() request: Request): Promise<RecordCountDto> {
    const { ctx, collection, query } = recordCall(request);
    return { count: await this.countRecords.execute(ctx, collection, query) };
  }

  @Sends('Aggregate records', RecordGroupsDto)
  @Aggregation()
  @Filter()
  @Get('aggregate')
  @InTurn()
  async aggregate(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, query } = recordCall(request);
    sendJson(response, OK, presentGroups(await this.aggregateRecords.execute(ctx, collection, query)));
  }

  @Sends('Get a record', RecordDto, { headers: ETAG })
  @IdParameter()
  @ShownMembers()
  @Get(':id')
  @InTurn()
  async get(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, id, query } = recordCall(request);
    const record = await this.getRecord.execute(ctx, collection, id, query);
    sendJson(response, OK, [record.body], etagOf(record));
  }

  @Answers('Read the values of encrypted fields of a record', SecretsDto)
  @IdParameter()
  @SecretFields()
  @Get(':id/secrets')
  @Header('Cache-Control', 'no-store')
  @InTurn()
  async secrets(@Req() request: Request): Promise<SecretsDto> {
    const { ctx, collection, id, query } = recordCall(request);
    return { data: await this.readSecrets.execute(ctx, collection, id, query) };
  }

  @Sends('Create several records, all or none', CreatedRecordsDto, { headers: IGNORED })
  @WrittenMembers()
  @IdempotencyKey()
  @ApiBody({ type: NewRecordsDto })
  @Post('batch')
  @TakesJson('large')
  @InTurn()
  async createBatch(@Req() request: Request, @Res() response: Response): Promise<void> {
    const call = recordCall(request);
    refuseIfMatch(call.ifMatch);
    const present = presentBatch.bind(null, 'created');
    const { result, ignored } = await this.createRecords.batch(call.ctx, { ...call, present });
    sayIgnored(response, ignored);
    sendJson(response, CREATED, [result]);
  }

  @Sends('Change several records, all or none', UpdatedRecordsDto, { headers: IGNORED })
  @WrittenMembers()
  @ApiBody({ type: RecordChangesDto })
  @Patch('batch')
  @TakesJson('large')
  @InTurn()
  async updateBatch(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, body, query, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const { result, ignored } = await this.updateRecords.batch(ctx, collection, body, query);
    sayIgnored(response, ignored);
    sendJson(response, OK, [presentBatch('updated', result)]);
  }

  @Sends('Create or change several records, all or none, by a unique key', UpsertedRecordsDto, { headers: IGNORED })
  @UpsertKey()
  @WrittenMembers()
  @ApiBody({ type: NewRecordsDto })
  @Put('batch')
  @TakesJson('large')
  @InTurn()
  async upsertBatch(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, body, query, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const { result, ignored } = await this.upsertRecords.execute(ctx, collection, body, query);
    sayIgnored(response, ignored);
    sendJson(response, OK, [presentUpsert(result)]);
  }

  @Answers('Delete several records, all or none', DeletedRecordsDto)
  @ApiBody({ type: RecordIdsDto })
  @Delete('batch')
  @TakesJson('large')
  @InTurn()
  async deleteBatch(@Req() request: Request): Promise<DeletedRecordsDto> {
    const { ctx, collection, body, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    const deleted = await this.deleteRecords.batch(ctx, collection, body);
    return { deleted, count: deleted.length };
  }

  @Sends('Change a record; fields that are left out stay as they are', RecordDto, { headers: { ...ETAG, ...IGNORED } })
  @IdParameter()
  @WrittenMembers()
  @IfMatch()
  @ApiBody({ type: RecordChangeDto })
  @Put(':id')
  @TakesJson('large')
  @InTurn()
  replace(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.update(request, response);
  }

  @Sends('Change a record', RecordDto, { headers: { ...ETAG, ...IGNORED } })
  @IdParameter()
  @WrittenMembers()
  @IfMatch()
  @ApiBody({ type: RecordChangeDto })
  @Patch(':id')
  @TakesJson('large')
  @InTurn()
  async update(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, collection, id, body: data, query, ifMatch: header } = recordCall(request);
    const ifMatch = parseIfMatch(header);
    const { result, ignored } = await this.updateRecords.single(ctx, collection, { id, data, ifMatch }, query);
    sayIgnored(response, ignored);
    sendJson(response, OK, [result.body], etagOf(result));
  }

  @AnswersNothing('Delete a record')
  @IdParameter()
  @IfMatch()
  @Delete(':id')
  @InTurn()
  @HttpCode(NO_CONTENT)
  delete(@Req() request: Request): Promise<void> {
    const { ctx, collection, id, ifMatch } = recordCall(request);
    return this.deleteRecords.single(ctx, collection, id, parseIfMatch(ifMatch));
  }
}
