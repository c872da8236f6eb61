import { ApiProperty } from '@nestjs/swagger';
import {
  type ClearTo,
  COMPUTED_TYPES,
  type ComputedType,
  type FieldConditions,
  type FieldOptions,
  type FieldType,
  type JsonValue,
  MASK_TYPES,
  type MaskType,
  type OnDelete,
} from '#domain/schema/collection';
import type { SchemaObject } from '#server/common/members.decorator';
import { FIELD_TYPES } from '#domain/schema/field-types';
import { Flag, Id, Text, Texts, Time, Whole } from '#server/common/members.decorator';
import { pageOf } from '#server/common/page.dto';
import { RulesDto } from './rules.dto';

export const FIELD_TYPE_NAMES = Object.keys(FIELD_TYPES);
const BOUND = { anyOf: [{ type: 'number' }, { type: 'string' }] as SchemaObject[], required: false as const };
export const ON_DELETE = ['cascade', 'set_null', 'restrict'] as const;

export const ANY_VALUE: Pick<SchemaObject, 'anyOf' | 'nullable'> = {
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'array', items: { description: 'Any JSON value' } },
    { type: 'object', additionalProperties: true },
  ],
  nullable: true,
};

const Condition = (description: string): PropertyDecorator =>
  Text('@has_role("hr")', { nullable: true, description: `${description}. null: superadmins; empty: everybody` });

const Count = (description: string): PropertyDecorator =>
  Whole(1, { nullable: true, description: `${description}; null: no job has told` });

/** Each type of fields takes some of them (docs/collections.md). */
class FieldOptionsDto implements FieldOptions {
  @ApiProperty({ ...BOUND, description: 'Smallest value or length, or earliest time' }) readonly min?: number | string;
  @ApiProperty({ ...BOUND, description: 'As `min`; of a select, how many values' }) readonly max?: number | string;
  @ApiProperty({ type: String, required: false, description: 'Of a text, as RE2 has it' }) readonly pattern?: string;
  @ApiProperty({ type: [String], required: false, description: 'Of a select' }) readonly values?: readonly string[];
  @ApiProperty({ type: Boolean, required: false, description: 'Of a reference' }) readonly multiple?: boolean;
}

class FieldConditionsDto implements FieldConditions {
  @Condition('Who reads it') readonly read: string | null;
  @Condition('Who writes it') readonly write: string | null;
}

class ClearToDto implements ClearTo {
  @Texts(['hr']) readonly roles: readonly string[];
  @Texts(['payroll']) readonly groups: readonly string[];
}

export class FieldDto {
  @Text('f_title', { description: 'Stays when the name changes' }) readonly id: string;
  @Text('title') readonly name: string;
  @ApiProperty({ enum: FIELD_TYPE_NAMES, example: 'text' }) readonly type: FieldType;
  @Flag(true) readonly required: boolean;
  @ApiProperty({ ...ANY_VALUE, example: null, description: 'What a new record gets if it does not send the field' })
  readonly default: JsonValue;
  @Flag(false) readonly unique: boolean;
  @ApiProperty({ type: FieldOptionsDto, nullable: true, example: { max: 200 } })
  readonly options: FieldOptions | null;
  @Text(null, { nullable: true, description: 'Of a reference: where it leads' }) readonly collection: string | null;
  @ApiProperty({ enum: ON_DELETE, nullable: true, example: null }) readonly on_delete: OnDelete | null;
  @ApiProperty({ type: FieldConditionsDto, nullable: true, description: 'null: whoever may reach the record' })
  readonly access: FieldConditions | null;
  @Flag(false, { description: 'Whether the values are masked for most callers' }) readonly pii: boolean;
  @ApiProperty({ enum: MASK_TYPES, nullable: true, example: null }) readonly mask_type: MaskType | null;
  @Text(null, { nullable: true, description: 'Of the mask `custom`' }) readonly mask_template: string | null;
  @ApiProperty({ type: ClearToDto, nullable: true, description: 'Who reads the values, beside the group `pii_access`' })
  readonly clear_to: ClearTo | null;
  @Flag(false, { description: 'Whether the values are encrypted, and shown to nobody' }) readonly encrypted: boolean;
  @Text(null, { nullable: true, description: 'Of a computed field: what it is made of' })
  readonly expression: string | null;
  @ApiProperty({ enum: COMPUTED_TYPES, nullable: true, example: null, description: 'Of a computed field' })
  readonly return_type: ComputedType | null;
}

export class IndexDto {
  @Texts(['title']) readonly fields: readonly string[];
  @Flag(false) readonly unique: boolean;
  @Text('ix_posts_title') readonly name: string;
}

export class CollectionDto extends RulesDto {
  @Id() readonly id: string;
  @Text('posts') readonly name: string;
  @Text('col_posts') readonly table_name: string;
  @ApiProperty({ type: [FieldDto], description: 'The same as `fields`' }) readonly schema: readonly FieldDto[];
  @ApiProperty({ type: [FieldDto] }) readonly fields: readonly FieldDto[];
  @ApiProperty({ type: [IndexDto] }) readonly indexes: readonly IndexDto[];
  @ApiProperty({ type: Boolean, nullable: true, example: null }) readonly allow_anonymous: boolean | null;
  @Flag(true) readonly show_user_details: boolean;
  @Whole(1, { description: 'Of all accounts' }) readonly record_count: number;
  @Whole(1) readonly field_count: number;
  @Flag(true, { description: 'Whether strangers can do something with its records' })
  readonly has_public_access: boolean;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
}

export class ChangedCollectionDto extends CollectionDto {
  @Texts(['list_rule is open to everybody'], { required: false }) readonly warnings?: readonly string[];
}

class ListedCollectionDto extends CollectionDto {
  @Whole(1, { description: 'The same as `field_count`' }) readonly fields_count: number;
  @Whole(1, { description: 'The same as `record_count`' }) readonly records_count: number;
}

export class CollectionPageDto extends pageOf(ListedCollectionDto) {
  @Whole(1) readonly total_pages: number;
}

export class CollectionNamesDto {
  @Texts(['posts']) readonly names: readonly string[];
  @Whole(1) readonly total: number;
}

export class DeletedCollectionDto {
  @Text('Collection deleted successfully') readonly message: string;
  @Id() readonly collection_id: string;
  @Text('posts') readonly collection_name: string;
  @Text('col_posts') readonly table_name: string;
  @Whole(1) readonly records_deleted: number;
}

export class EncryptionDto {
  @Text('token') readonly field: string;
  @Flag(true, { description: 'Whether the values are to be encrypted' }) readonly encrypted: boolean;
  @ApiProperty({
    enum: ['settled', 'moving', 'failed'],
    description: 'moving: a job is under way; failed: it was given up, and is tried again within an hour',
  })
  readonly status: 'settled' | 'moving' | 'failed';
  @Count('Encrypted, encrypted anew with the current key, or decrypted') readonly values_moved: number | null;
  @Count('Values that cannot be decrypted, which stay as they are') readonly values_failed: number | null;
  @Count('Records that were looked at') readonly records_checked: number | null;
  @Count('Records of the collection') readonly records: number | null;
  @Text(null, { nullable: true, description: 'Why the last attempt failed' }) readonly error: string | null;
}
