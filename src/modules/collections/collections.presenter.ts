import type { ChangedRules } from '#application/collections/update-rules';
import type { ChangedCollection, CollectionView } from '#application/collections/collection-view';
import type { DeletedCollection } from '#application/collections/delete-collection';
import type { EncryptionState } from '#application/collections/encryption-state';
import type { CollectionPage } from '#application/collections/list-collections';
import { FIELD_LIST_OPERATIONS, RULE_OPERATIONS } from '#domain/schema/collection';
import type { Collection, Field } from '#domain/schema/collection';
import { fieldListText } from '#domain/schema/compose-field-lists';
import { FIELD_LIST_KEYS } from '#domain/schema/field-lists-input';
import { holdsForStrangers } from '#domain/schema/holds-for-strangers';
import { ruleKey } from '#domain/schema/rules-input';
import type {
  ChangedCollectionDto,
  CollectionDto,
  CollectionPageDto,
  DeletedCollectionDto,
  EncryptionDto,
  FieldDto,
} from './dto/collection.dto';
import type { ChangedRulesDto, CollectionRulesDto } from './dto/collection-rules.dto';
import type { RulesDto } from './dto/rules.dto';
import { presentPage } from '#server/common/present-page';
import type { PageQuery } from '#server/common/page-query.dto';

/** What the job reports. */
const PROGRESS = ['values_moved', 'values_failed', 'records_checked', 'records'] as const;

export function presentCollection({ collection, recordCount }: CollectionView): CollectionDto {
  const fields = collection.fields.map(presentField);
  return {
    id: collection.id,
    name: collection.name,
    table_name: collection.table,
    // Two names for one list: published clients read either.
    schema: fields,
    fields,
    indexes: collection.indexes.map((index) => ({ fields: index.fields, unique: index.unique, name: index.name })),
    ...presentOperations(collection),
    allow_anonymous: collection.allowAnonymous,
    show_user_details: collection.showUserDetails,
    record_count: recordCount,
    field_count: fields.length,
    has_public_access: hasPublicAccess(collection),
    created_at: collection.createdAt,
    updated_at: collection.updatedAt,
  };
}

export function presentChanged(changed: ChangedCollection): ChangedCollectionDto {
  return { ...presentCollection(changed), ...presentWarnings(changed.warnings) };
}

export function presentCollections(page: CollectionPage, query: PageQuery): CollectionPageDto {
  // The counts have other names in lists than in one collection; published clients read either in both.
  const presented = presentPage(page, query, (view) => ({
    ...presentCollection(view),
    fields_count: view.collection.fields.length,
    records_count: view.recordCount,
  }));
  return { ...presented, total_pages: Math.ceil(page.total / query.page_size) };
}

export function presentDeleted({ collection, recordsDeleted }: DeletedCollection): DeletedCollectionDto {
  return {
    message: 'Collection deleted successfully',
    collection_id: collection.id,
    collection_name: collection.name,
    table_name: collection.table,
    records_deleted: recordsDeleted,
  };
}

export function presentEncryption({ field, status, progress, error }: EncryptionState): EncryptionDto {
  const counts = (progress ?? {}) as Partial<Record<(typeof PROGRESS)[number], number>>;
  return {
    field: field.name,
    encrypted: field.encryption?.isOn ?? false,
    status,
    ...membersOf(PROGRESS, (key) => counts[key] ?? null),
    error,
  };
}

/** The rules are part of the collection, so they have its id. */
export function presentRules(collection: Collection): CollectionRulesDto {
  return {
    id: collection.id,
    collection_id: collection.id,
    ...presentOperations(collection),
    allow_anonymous: collection.allowAnonymous,
    created_at: collection.createdAt,
    updated_at: collection.updatedAt,
  };
}

export function presentChangedRules({ collection, warnings }: ChangedRules): ChangedRulesDto {
  return { ...presentRules(collection), ...presentWarnings(warnings) };
}

function presentField(field: Field): FieldDto {
  return {
    id: field.id,
    name: field.name,
    type: field.type,
    required: field.required,
    default: field.default,
    unique: field.unique,
    options: Object.keys(field.options).length > 0 ? field.options : null,
    collection: field.collection,
    on_delete: field.onDelete,
    access: field.access ?? null,
    pii: field.pii !== undefined,
    mask_type: field.pii?.mask ?? null,
    mask_template: field.pii?.template ?? null,
    clear_to: field.pii?.clearTo ?? null,
    encrypted: field.encryption?.isOn ?? false,
    expression: field.computed?.expression ?? null,
    return_type: field.computed?.returns ?? null,
  };
}

function presentOperations(collection: Collection): RulesDto {
  const { rules } = collection;
  return {
    ...membersOf(RULE_OPERATIONS.map(ruleKey), (_key, index) => rules[RULE_OPERATIONS[index]!]),
    ...membersOf(FIELD_LIST_KEYS, (_key, index) => fieldListText(collection, FIELD_LIST_OPERATIONS[index]!)),
  };
}

function membersOf<K extends string, V>(keys: readonly K[], value: (key: K, index: number) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key, index) => [key, value(key, index)])) as Record<K, V>;
}

function presentWarnings(warnings: readonly string[]): { warnings?: readonly string[] } {
  return warnings.length > 0 ? { warnings } : {};
}

function hasPublicAccess(collection: Collection): boolean {
  return RULE_OPERATIONS.some((operation) => holdsForStrangers(collection, operation));
}
