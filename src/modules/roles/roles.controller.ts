import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Roles } from '#application/roles/roles';
import type { RequestContext } from '#domain/kernel/request-context';
import { AdminOnly, SuperadminOnly } from '#server/common/access.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { presentRole } from './role.presenter';
import { CreateRoleDto, UpdateRoleDto } from './roles.dto';

@ApiTags('roles')
@ApiBearerAuth()
@Controller('roles')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @AdminOnly()
  async list(@Ctx() ctx: RequestContext): Promise<object> {
    const roles = await this.roles.list(ctx);
    return { items: roles.map(presentRole), total: roles.length };
  }

  @Get(':id')
  @AdminOnly()
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<object> {
    return presentRole(await this.roles.get(ctx, id));
  }

  @Post()
  @SuperadminOnly()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateRoleDto): Promise<object> {
    return presentRole(await this.roles.create(ctx, body));
  }

  /** Like PATCH: absent members stay as they are. */
  @Put(':id')
  @SuperadminOnly()
  async replace(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateRoleDto): Promise<object> {
    return presentRole(await this.roles.update(ctx, id, body));
  }

  @Patch(':id')
  @SuperadminOnly()
  async update(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateRoleDto): Promise<object> {
    return presentRole(await this.roles.update(ctx, id, body));
  }

  @Delete(':id')
  @SuperadminOnly()
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.roles.delete(ctx, id);
  }
}
