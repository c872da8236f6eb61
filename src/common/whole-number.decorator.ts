import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

interface Range {
  readonly minimum: number;
  readonly maximum?: number;
  /** The maximum that is accepted although the documentation names a smaller one, or none. */
  readonly accepted?: number;
  readonly default?: number;
  readonly description?: string;
}

/** A whole number in a query, which may be left out. */
export function WholeNumber({ accepted, ...shown }: Range): PropertyDecorator {
  const maximum = accepted ?? shown.maximum ?? Number.MAX_SAFE_INTEGER;
  return applyDecorators(
    ApiPropertyOptional({ type: Number, ...shown }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(shown.minimum),
    Max(maximum),
  );
}
