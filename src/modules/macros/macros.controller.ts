import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Macros } from '#application/collections/macros';
import { TryMacro } from '#application/collections/try-macro';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers, AnswersNothing } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { MacroDto, MacroListDto, MacroResultDto } from './macro.dto';
import { presentMacro } from './macro.presenter';
import { CreateMacroDto, ListMacrosDto, TestMacroDto, UpdateMacroDto } from './macros.dto';

@ApiTags('macros')
@SuperadminOnly()
@Controller('macros')
export class MacrosController {
  constructor(
    private readonly macros: Macros,
    private readonly trial: TryMacro,
  ) {}

  @Answers('List SQL macros', MacroListDto)
  @Get()
  async list(@Ctx() ctx: RequestContext, @Query() { skip, limit }: ListMacrosDto): Promise<MacroListDto> {
    const macros = await this.macros.list(ctx);
    return { items: macros.slice(skip, skip + limit).map(presentMacro), total: macros.length };
  }

  @Answers('Get a SQL macro', MacroDto)
  @Get(':id')
  async get(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<MacroDto> {
    return presentMacro(await this.macros.get(ctx, id));
  }

  @Answers('Create a SQL macro', MacroDto)
  @Post()
  async create(@Ctx() ctx: RequestContext, @JsonBody() body: CreateMacroDto): Promise<MacroDto> {
    const { name, sql_query: sql, description, parameters } = body;
    return presentMacro(await this.macros.create(ctx, { name, sql, description, parameters: parameters ?? undefined }));
  }

  /** Like PATCH: absent members stay as they are. */
  @Answers('Change a SQL macro; members that are left out stay as they are', MacroDto)
  @Put(':id')
  replace(@Ctx() ctx: RequestContext, @Param('id') id: string, @JsonBody() body: UpdateMacroDto): Promise<MacroDto> {
    return this.update(ctx, id, body);
  }

  /** null leaves a member as it is, too, as published clients expect. */
  @Answers('Change a SQL macro', MacroDto)
  @Patch(':id')
  async update(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: UpdateMacroDto,
  ): Promise<MacroDto> {
    const { name, sql_query: sql, description, parameters } = body;
    const changes = { name: name ?? undefined, sql: sql ?? undefined, parameters: parameters ?? undefined };
    return presentMacro(await this.macros.update(ctx, id, { ...changes, description: description ?? undefined }));
  }

  @Answers('Try a SQL macro in the account that X-Account-ID names', MacroResultDto)
  @Post(':id/test')
  @HttpCode(HttpStatus.OK)
  async test(
    @Ctx() ctx: RequestContext,
    @Param('id') id: string,
    @JsonBody() { parameters = [] }: TestMacroDto,
  ): Promise<MacroResultDto> {
    const { result, milliseconds } = await this.trial.run(ctx, id, parameters);
    return { result, execution_time: milliseconds, rows_affected: 0 };
  }

  @AnswersNothing('Delete a SQL macro')
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@Ctx() ctx: RequestContext, @Param('id') id: string): Promise<void> {
    await this.macros.delete(ctx, id);
  }
}
