import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

export class DeleteCollectionDto {
  @ApiPropertyOptional({ type: Boolean, nullable: true, example: true, description: 'Allows that records go with it' })
  @IsOptional()
  @IsBoolean()
  readonly confirm?: boolean | null;
}
