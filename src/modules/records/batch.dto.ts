import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID, Text, Whole } from '#server/common/members.decorator';
import { RecordDto } from './record.dto';

const OPERATIONS = ['create', 'update', 'delete'] as const;

export class BatchOperationDto {
  @ApiProperty({ type: String, enum: OPERATIONS }) readonly op: (typeof OPERATIONS)[number];
  @Text('posts') readonly collection: string;

  @ApiProperty({
    anyOf: [
      { type: 'string', format: 'uuid' },
      // Readers of the document take a member called $ref for a reference of its own, so it is not named here.
      { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    ],
    example: EXAMPLE_ID,
    required: false,
    description: 'Of the record that is changed or deleted; `{"$ref": 0}` is that of the record of operation 0',
  })
  readonly id?: unknown;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    example: { title: 'Hello' },
    description: 'The fields to be stored; references take `{"$ref": 0}`, too',
  })
  readonly data?: unknown;

  @Text('"1"', { required: false, description: 'The ETag of the record that is changed or deleted, as it was read' })
  readonly if_match?: string;
}

export class BatchOperationsDto {
  @ApiProperty({ type: [BatchOperationDto], minItems: 1 }) readonly operations: readonly BatchOperationDto[];
}

export class BatchResultDto {
  @ApiProperty({ type: String, enum: OPERATIONS }) readonly op: (typeof OPERATIONS)[number];
  @Text('posts') readonly collection: string;
  @Text(EXAMPLE_ID) readonly id: string;
  @Text('"1"', { required: false, description: 'Not of what was deleted' }) readonly etag?: string;
  @ApiProperty({ type: RecordDto, required: false, description: 'Not of what was deleted' })
  readonly record?: RecordDto;
}

export class BatchResultsDto {
  @ApiProperty({ type: [BatchResultDto], description: 'Of each operation, in their order' })
  readonly results: readonly BatchResultDto[];
  @Whole(1) readonly count: number;
}
