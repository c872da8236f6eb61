import { ApiProperty, ApiSchema, type ApiSchemaOptions } from '@nestjs/swagger';
import { EXAMPLE_ID, Id, Text, Texts, Time, Whole } from '#server/common/members.decorator';

/**
 * Records, as far as those of all collections are alike. In the document of an installation, each collection has these classes with
 * its own fields in place of the open ones (collection-paths.ts).
 */
const Open = (description: string, example?: object): ClassDecorator =>
  ApiSchema({ description, additionalProperties: true, ...(example && { example }) } as ApiSchemaOptions);

/** Who created or changed a record. */
const Actor = (): PropertyDecorator =>
  Text(EXAMPLE_ID, {
    required: false,
    description: 'The id of a user; `anonymous`: somebody who had not signed in; `system:…`: the server',
  });

@Open(
  'System members and fields. `fields` leaves members out, and a caller who may not view it any more gets the id alone',
)
export class RecordDto {
  @Id({ required: false }) readonly id?: string;
  @Id({ required: false }) readonly account_id?: string;
  @Text('Acme', { required: false, description: 'For superadmins' }) readonly account_name?: string;
  @Time({ required: false }) readonly created_at?: string;
  @Actor() readonly created_by?: string;
  @Time({ required: false }) readonly updated_at?: string;
  @Actor() readonly updated_by?: string;
}

export class RecordPageDto {
  @ApiProperty({ type: [RecordDto] }) readonly items: readonly RecordDto[];
  @Whole(1, { nullable: true, description: 'Of all pages; null where it was not counted (include_count)' })
  readonly total: number | null;
  @Whole(0) readonly skip: number;
  @Whole(30) readonly limit: number;
  @ApiProperty({ type: String, nullable: true, required: false, description: 'On cursor pages; null: no further page' })
  readonly next_cursor?: string | null;
  @ApiProperty({ type: String, nullable: true, required: false, description: 'On cursor pages; null: no page before' })
  readonly prev_cursor?: string | null;
  @ApiProperty({ type: Boolean, required: false, description: 'On cursor pages: in the direction that was asked for' })
  readonly has_more?: boolean;
}

export class RecordCountDto {
  @Whole(1, { description: 'Records that the caller may list' }) readonly count: number;
}

@Open('What the records of a group are alike in (`group_by`), and what was asked of them (`functions`), by name', {
  status: 'live',
  count: 2,
  sum_price: 19.5,
})
export class RecordGroupDto {}

export class RecordGroupsDto {
  @ApiProperty({ type: [RecordGroupDto] }) readonly results: readonly RecordGroupDto[];
  @Whole(1, { description: 'Of all groups; more than there are results where `limit` cut them' })
  readonly total_groups: number;
}

@Open('The fields of the new record', { title: 'Hello' })
export class NewRecordDto {
  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description: 'For superadmins: whose record it becomes',
  })
  readonly account_id?: string;
}

@Open('Fields that are left out stay as they are', { title: 'Hello' })
export class RecordChangeDto {}

export class NewRecordsDto {
  @ApiProperty({ type: [NewRecordDto], minItems: 1 }) readonly records: readonly NewRecordDto[];
}

export class IdentifiedChangeDto {
  @Id() readonly id: string;
  @ApiProperty({ type: RecordChangeDto }) readonly data: RecordChangeDto;
}

export class RecordChangesDto {
  @ApiProperty({ type: [IdentifiedChangeDto], minItems: 1 }) readonly records: readonly IdentifiedChangeDto[];
}

export class RecordIdsDto {
  @ApiProperty({ type: [String], minItems: 1, example: [EXAMPLE_ID] }) readonly ids: readonly string[];
}

export class CreatedRecordsDto {
  @ApiProperty({ type: [RecordDto] }) readonly created: readonly RecordDto[];
  @Whole(1) readonly count: number;
}

export class ChangedCountDto {
  @Whole(12, { description: 'Records that were changed or deleted, or would be' }) readonly count: number;
  @ApiProperty({ description: 'Nothing was written' }) readonly dry_run: boolean;
}

export class UpdatedRecordsDto {
  @ApiProperty({ type: [RecordDto] }) readonly updated: readonly RecordDto[];
  @Whole(1) readonly count: number;
}

export class UpsertedRecordsDto {
  @ApiProperty({ type: [RecordDto], description: 'In the order of the request' })
  readonly created: readonly RecordDto[];
  @ApiProperty({ type: [RecordDto], description: 'In the order of the request' })
  readonly updated: readonly RecordDto[];
  @ApiProperty({
    type: String,
    isArray: true,
    enum: ['created', 'updated'],
    description: 'What was done with each record of the request, in its order',
  })
  readonly actions: readonly ('created' | 'updated')[];
  @Whole(1) readonly count: number;
}

export class DeletedRecordsDto {
  @Texts([EXAMPLE_ID]) readonly deleted: readonly string[];
  @Whole(1) readonly count: number;
}
