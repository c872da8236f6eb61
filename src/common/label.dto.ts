import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import type { LABELS } from '#domain/accounts/label';

type Bounds = (typeof LABELS)[keyof typeof LABELS];

interface LabelChange {
  readonly name?: string;
  readonly description?: string | null;
}

/** Name and description of a new role or group. */
export function newLabel({ maxName, maxDescription }: Bounds): new () => LabelChange & { readonly name: string } {
  class NewLabelDto implements LabelChange {
    @ApiProperty({ type: String, minLength: 1, maxLength: maxName, example: 'editors' })
    @IsString()
    @MaxLength(maxName)
    readonly name: string;

    @LabelDescription(maxDescription)
    readonly description?: string | null;
  }
  return NewLabelDto;
}

/** The same for a change: absent members stay as they are. */
export function labelChange({ maxName, maxDescription }: Bounds): new () => LabelChange {
  class LabelChangeDto implements LabelChange {
    @ApiPropertyOptional({ type: String, minLength: 1, maxLength: maxName, example: 'editors' })
    @ValidateIf((_body, value) => value !== undefined)
    @IsString()
    @MaxLength(maxName)
    readonly name?: string;

    @LabelDescription(maxDescription)
    readonly description?: string | null;
  }
  return LabelChangeDto;
}

function LabelDescription(maxLength: number): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, nullable: true, maxLength, example: 'Write and publish' }),
    IsOptional(),
    IsString(),
    MaxLength(maxLength),
  );
}
