import { Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { GetCollection } from '#application/collections/get-collection';
import { UpdateRules } from '#application/collections/update-rules';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentChangedRules, presentRules } from './collections.presenter';
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

  @Get()
  async get(@Ctx() ctx: RequestContext, @Param('name') name: string) {
    return presentRules(await this.collection.byName(ctx, name));
  }

  @Put()
  @ApiBody({ schema: RULES_SCHEMA })
  async update(@Ctx() ctx: RequestContext, @Param('name') name: string, @JsonBody('large') body: unknown) {
    return presentChangedRules(await this.change.execute(ctx, name, body));
  }
}
