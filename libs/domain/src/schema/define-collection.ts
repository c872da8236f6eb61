/** Makes a new collection of a definition. */
import { newId } from '#domain/kernel/ids';
import type { Catalog } from './catalog';
import { type Collection, NO_FIELD_LISTS } from './collection';
import { checkComputedFields } from './check-computed-fields';
import { checkIndexedDefaults } from './check-indexed-defaults';
import { chooseFields } from './choose-fields';
import { composeFieldLists } from './compose-field-lists';
import { composeFields } from './compose-fields';
import { composeIndexes } from './compose-indexes';
import type { DefinitionInput } from './definition-input';
import type { DefinitionProblems } from './definition-problems';
import { tableName } from './physical-names';

/** Locked until somebody decides otherwise. */
const LOCKED = { list: null, view: null, create: null, update: null, delete: null };

/** `now`: ISO 8601, UTC, milliseconds. null when the definition is not one; the reasons are among the problems. */
export function defineCollection(
  input: DefinitionInput,
  catalog: Catalog,
  now: string,
  problems: DefinitionProblems,
): Collection | null {
  const { name } = input;
  const fieldInputs = chooseFields(input, [], problems);
  if (name === undefined) problems.add('name', 'name_required', 'a collection needs a name');
  if (fieldInputs === undefined) problems.add('fields', 'schema_empty', 'a collection needs at least one field');
  if (name === undefined || fieldInputs === undefined) return null;
  const table = tableName(name, new Set(catalog.collections.map((collection) => collection.table)));
  const fields = composeFields(fieldInputs, { name, table, fields: [] }, catalog, problems);
  const rules = { ...LOCKED, ...input.rules };
  const fieldLists = composeFieldLists(input.fieldLists, fields, { fields: [], fieldLists: NO_FIELD_LISTS }, problems);
  const { allowAnonymous = null, showUserDetails = true } = input;
  const unindexed: Collection = {
    id: newId(),
    name,
    table,
    fields,
    indexes: [],
    rules,
    fieldLists,
    allowAnonymous,
    showUserDetails,
    createdAt: now,
    updatedAt: now,
  };
  if (!checkComputedFields(unindexed, catalog.with([...catalog.collections, unindexed]), problems)) return unindexed;
  const collection = { ...unindexed, indexes: composeIndexes(input.indexes ?? [], unindexed, problems) };
  checkIndexedDefaults(collection, problems);
  return collection;
}
