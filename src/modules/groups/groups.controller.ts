import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Groups } from '#application/groups/groups';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly } from '#server/common/access.decorator';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { MessageDto } from '#server/common/message.dto';
import { presentPage } from '#server/common/present-page';
import { GroupDetailDto, GroupPageDto } from './group.dto';
import { presentGroup, presentGroupDetail } from './group.presenter';
import { AddMemberDto, CreateGroupDto, ListGroupsDto, UpdateGroupDto } from './groups.dto';

/** Everybody signed in may read the groups of the account; admins see the members and change them. */
@ApiTags('groups')
@Controller('groups')
export class GroupsController {
  constructor(private readonly groups: Groups) {}

  @Answers('List groups', GroupPageDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() query: ListGroupsDto): Promise<GroupPageDto> {
    const limit = query.limit ?? query.page_size;
    const skip = query.skip ?? (query.page - 1) * limit;
    const asked = { search: query.search?.trim() ?? '', skip, limit };
    const found = await this.groups.list(ctx, asked, query.account_id);
    return presentPage(found, { page: Math.floor(skip / limit) + 1, page_size: limit }, presentGroup);
  }

  @Answers('Get a group', GroupDetailDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<GroupDetailDto> {
    return presentGroupDetail(await this.groups.get(ctx, id));
  }

  @Answers('Create a group', GroupDetailDto)
  @Post()
  @AdminOnly()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateGroupDto): Promise<GroupDetailDto> {
    const { name, description, account_id } = body;
    const input = { name, description, accountId: account_id ?? undefined };
    return presentGroupDetail(await this.groups.create(ctx, input));
  }

  @Answers('Change a group', GroupDetailDto)
  @Patch(':id')
  @AdminOnly()
  async update(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: UpdateGroupDto,
  ): Promise<GroupDetailDto> {
    return presentGroupDetail(await this.groups.update(ctx, id, body));
  }

  @AnswersNothing('Delete a group')
  @Delete(':id')
  @AdminOnly()
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.groups.delete(ctx, id);
  }

  /** Older clients call it `members`. */
  @Answers('Add a user to a group', MessageDto)
  @Post([':id/users', ':id/members'])
  @AdminOnly()
  async addMember(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: AddMemberDto,
  ): Promise<MessageDto> {
    await this.groups.addMember(ctx, id, body.user_id);
    return { message: 'User added to group' };
  }

  @AnswersNothing('Take a user out of a group')
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
