import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Groups } from '#application/groups/groups';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentPage } from '#server/common/present-page';
import { presentGroup, presentGroupDetail } from './group.presenter';
import { AddMemberDto, CreateGroupDto, ListGroupsDto, UpdateGroupDto } from './groups.dto';

/** Everybody signed in may read the groups of the account; admins see the members and change them. */
@ApiTags('groups')
@ApiBearerAuth()
@Controller('groups')
export class GroupsController {
  constructor(private readonly groups: Groups) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() query: ListGroupsDto): Promise<object> {
    const limit = query.limit ?? query.page_size;
    const skip = query.skip ?? (query.page - 1) * limit;
    const asked = { search: query.search?.trim() ?? '', skip, limit };
    const found = await this.groups.list(ctx, asked, query.account_id);
    return presentPage(found, { page: Math.floor(skip / limit) + 1, page_size: limit }, presentGroup);
  }

  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<object> {
    return presentGroupDetail(await this.groups.get(ctx, id));
  }

  @Post()
  @AdminOnly()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateGroupDto): Promise<object> {
    const { name, description, account_id } = body;
    const input = { name, description, accountId: account_id ?? undefined };
    return presentGroupDetail(await this.groups.create(ctx, input));
  }

  @Patch(':id')
  @AdminOnly()
  async update(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateGroupDto): Promise<object> {
    return presentGroupDetail(await this.groups.update(ctx, id, body));
  }

  @Delete(':id')
  @AdminOnly()
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.groups.delete(ctx, id);
  }

  /** Older clients call it `members`. */
  @Post([':id/users', ':id/members'])
  @AdminOnly()
  async addMember(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: AddMemberDto,
  ): Promise<object> {
    await this.groups.addMember(ctx, id, body.user_id);
    return { message: 'User added to group' };
  }

  @Delete([':id/users/:userId', ':id/members/:userId'])
  @AdminOnly()
  @HttpCode(HttpStatus.NO_CONTENT)
  async removeMember(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<void> {
    await this.groups.removeMember(ctx, id, userId);
  }
}
