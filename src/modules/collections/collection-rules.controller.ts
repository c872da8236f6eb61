import { Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { GetCollection } from '#application/collections/get-collection';
import { UpdateRules } from '#application/collections/update-rules';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentChangedRules, presentRules } from './collections.presenter';
import { ChangedRulesDto, CollectionRulesDto } from './dto/collection-rules.dto';
import { RULES_SCHEMA } from './dto/collection-schema';

/** Rules are addressed by the collection's name, everything else by its id, as the published clients do. */
@ApiTags('collections')
@SuperadminOnly()
@Controller('collections/:name/rules')
export class CollectionRulesController {
  constructor(
    private readonly collection: GetCollection,
    private readonly change: UpdateRules,
  ) {}

  @Answers('Get the rules of a collection', CollectionRulesDto)
  @Get()
  async get(@Ctx() ctx: RequestContext, @Param('name') name: string): Promise<CollectionRulesDto> {
    return presentRules(await this.collection.byName(ctx, name));
  }

  @Answers('Change rules of a collection', ChangedRulesDto)
  @Put()
  @ApiBody({ schema: RULES_SCHEMA })
  async update(
    @Ctx() ctx: RequestContext,
    @Param('name') name: string,
    @JsonBody('large') body: unknown,
  ): Promise<ChangedRulesDto> {
    return presentChangedRules(await this.change.execute(ctx, name, body));
  }
}
