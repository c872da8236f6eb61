import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { MACRO_BOUNDS } from '#domain/macros/macro-input';
import { WholeNumber } from '#server/common/whole-number.decorator';

const MAX_LISTED = 100;
const MAX_ARGUMENT = 1000;

/** Absent members stay as they are, and so do those that are null. */
const Name = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(MACRO_BOUNDS.name));
const Sql = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(MACRO_BOUNDS.sql));
const IfGiven = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined && value !== null);

class MacroExtrasDto {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MACRO_BOUNDS.description, example: 'Paid orders' })
  @IsOptional()
  @IsString()
  @MaxLength(MACRO_BOUNDS.description)
  readonly description?: string | null;

  @ApiPropertyOptional({ type: [String], maxItems: MACRO_BOUNDS.parameters, example: ['customer'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MACRO_BOUNDS.parameters)
  @IsString({ each: true })
  readonly parameters?: readonly string[] | null;
}

export class CreateMacroDto extends MacroExtrasDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: MACRO_BOUNDS.name, example: 'paid_orders' })
  @Name()
  readonly name: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: MACRO_BOUNDS.sql, example: 'SELECT 1' })
  @Sql()
  readonly sql_query: string;
}

export class UpdateMacroDto extends MacroExtrasDto {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MACRO_BOUNDS.name, example: 'paid_orders' })
  @IfGiven()
  @Name()
  readonly name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MACRO_BOUNDS.sql, example: 'SELECT 1' })
  @IfGiven()
  @Sql()
  readonly sql_query?: string | null;
}

export class TestMacroDto {
  @ApiPropertyOptional({ type: [String], maxItems: MACRO_BOUNDS.parameters, example: [] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MACRO_BOUNDS.parameters)
  @IsString({ each: true })
  @MaxLength(MAX_ARGUMENT, { each: true })
  readonly parameters?: readonly string[];
}

export class ListMacrosDto {
  @WholeNumber({ minimum: 0, default: 0 })
  readonly skip: number = 0;

  @WholeNumber({ minimum: 1, maximum: MAX_LISTED, default: MAX_LISTED })
  readonly limit: number = MAX_LISTED;
}
