import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CreateUser } from '#application/users/create-user';
import { FindUsers } from '#application/users/find-users';
import { UpdateUser } from '#application/users/update-user';
import { UserAdministration } from '#application/users/user-administration';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly } from '#server/common/access.decorator';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { UserDto } from '#server/common/user.dto';
import { presentUserDetails } from '#server/common/present-user';
import { UserPageDto } from './user-page.dto';
import { changesOf, newUserOf, queryOf } from './user-requests';
import { ListUsersDto } from './list-users.dto';
import { CreateUserDto, UpdateUserDto } from './users.dto';

/** For superadmins over all users, for the admins of an account over its own. */
@ApiTags('users')
@AdminOnly()
@Controller('users')
export class UsersController {
  constructor(
    private readonly findUsers: FindUsers,
    private readonly administration: UserAdministration,
    private readonly createUser: CreateUser,
    private readonly updateUser: UpdateUser,
  ) {}

  @Answers('List users', UserPageDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() dto: ListUsersDto): Promise<UserPageDto> {
    const { query, bounds } = queryOf(dto);
    const { items, total } = await this.findUsers.list(ctx, query);
    return { items: items.map(presentUserDetails), total, ...bounds };
  }

  @Answers('Create a user', UserDto)
  @Post()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateUserDto): Promise<UserDto> {
    return presentUserDetails(await this.createUser.execute(ctx, newUserOf(body)));
  }

  @Answers('Get a user', UserDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<UserDto> {
    return presentUserDetails(await this.administration.get(ctx, id));
  }

  @Answers('Change a user', UserDto)
  @Patch(':id')
  async update(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateUserDto): Promise<UserDto> {
    return presentUserDetails(await this.updateUser.execute(ctx, id, changesOf(body)));
  }

  /** Switches the user off; the row stays, because records name their creators. */
  @AnswersNothing('Switch a user off')
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.updateUser.deactivate(ctx, id);
  }
}
