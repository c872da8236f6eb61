import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CreateUser } from '#application/users/create-user';
import { FindUsers } from '#application/users/find-users';
import { UpdateUser } from '#application/users/update-user';
import { UserAdministration } from '#application/users/user-administration';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentUserDetails } from '#server/common/present-user';
import { changesOf, newUserOf, queryOf } from './user-requests';
import { CreateUserDto, ListUsersDto, UpdateUserDto } from './users.dto';

/** For superadmins over all users, for the admins of an account over its own. */
@ApiTags('users')
@ApiBearerAuth()
@AdminOnly()
@Controller('users')
export class UsersController {
  constructor(
    private readonly findUsers: FindUsers,
    private readonly administration: UserAdministration,
    private readonly createUser: CreateUser,
    private readonly updateUser: UpdateUser,
  ) {}

  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() dto: ListUsersDto): Promise<object> {
    const { query, bounds } = queryOf(dto);
    const { items, total } = await this.findUsers.list(ctx, query);
    return { items: items.map(presentUserDetails), total, ...bounds };
  }

  @Post()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateUserDto): Promise<object> {
    return presentUserDetails(await this.createUser.execute(ctx, newUserOf(body)));
  }

  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<object> {
    return presentUserDetails(await this.administration.get(ctx, id));
  }

  @Patch(':id')
  async update(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateUserDto): Promise<object> {
    return presentUserDetails(await this.updateUser.execute(ctx, id, changesOf(body)));
  }

  /** Switches the user off; the row stays, because records name their creators. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.updateUser.deactivate(ctx, id);
  }
}
