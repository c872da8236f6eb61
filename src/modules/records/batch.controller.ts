import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { refuseIfMatch } from '#application/records/if-match';
import { WriteBatch } from '#application/records/write-batch';
import { parseNothing } from '#domain/query/parse-show-request';
import { AllowScopedKeys, OptionalAuth, Optimistic } from '../../common/access.decorator';
import { Sends } from '../../common/answers.decorator';
import { TakesJson } from '../../common/body.decorator';
import { InTurn } from '../../common/in-turn.decorator';
import { BatchOperationsDto, BatchResultsDto } from './batch.dto';
import { IGNORED } from './describe-records';
import { sayIgnored } from './ignored-fields';
import { recordCall, sendJson } from './record-exchange';
import { presentResults } from './record.presenter';

const OK = 200;

@ApiTags('records')
@OptionalAuth()
@AllowScopedKeys()
@Optimistic()
@Controller('batch')
export class BatchController {
  constructor(private readonly writeBatch: WriteBatch) {}

  @Sends('Create, change and delete records of several collections, all or none', BatchResultsDto, { headers: IGNORED })
  @ApiBody({ type: BatchOperationsDto })
  @Post()
  @TakesJson('large')
  @InTurn()
  @HttpCode(OK)
  async write(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { ctx, body, query, ifMatch } = recordCall(request);
    refuseIfMatch(ifMatch);
    parseNothing(query);
    const { result, ignored } = await this.writeBatch.execute(ctx, body);
    sayIgnored(response, ignored);
    sendJson(response, OK, [presentResults(result)]);
  }
}
