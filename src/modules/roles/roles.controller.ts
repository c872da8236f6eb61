import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '#application/roles/roles';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly, SuperadminOnly } from '#server/common/access.decorator';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { RoleDto, RoleListDto } from './role.dto';
import { presentRole } from './role.presenter';
import { CreateRoleDto, UpdateRoleDto } from './roles.dto';

@ApiTags('roles')
@Controller('roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Answers('List roles', RoleListDto)
  @Get()
  @AdminOnly()
  async list(@Ctx() ctx: RequestContext): Promise<RoleListDto> {
    const roles = await this.roles.list(ctx);
    return { items: roles.map(presentRole), total: roles.length };
  }

  @Answers('Get a role', RoleDto)
  @Get(':id')
  @AdminOnly()
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<RoleDto> {
    return presentRole(await this.roles.get(ctx, id));
  }

  @Answers('Create a role', RoleDto)
  @Post()
  @SuperadminOnly()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateRoleDto): Promise<RoleDto> {
    return presentRole(await this.roles.create(ctx, body));
  }

  /** Like PATCH: absent members stay as they are. */
  @Answers('Change a role; members that are left out stay as they are', RoleDto)
  @Put(':id')
  @SuperadminOnly()
  async replace(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: UpdateRoleDto,
  ): Promise<RoleDto> {
    return presentRole(await this.roles.update(ctx, id, body));
  }

  @Answers('Change a role', RoleDto)
  @Patch(':id')
  @SuperadminOnly()
  async update(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateRoleDto): Promise<RoleDto> {
    return presentRole(await this.roles.update(ctx, id, body));
  }

  @AnswersNothing('Delete a role')
  @Delete(':id')
  @SuperadminOnly()
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.roles.delete(ctx, id);
  }
}
