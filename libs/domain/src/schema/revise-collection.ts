/** Applies a definition to a collection that exists; what the definition leaves out stays as it is. */
import { DomainError } from '#domain/kernel/errors';
import type { Catalog } from './catalog';
import type { Collection, Field } from './collection';
import { checkComputedFields } from './check-computed-fields';
import { checkIndexedDefaults } from './check-indexed-defaults';
import { chooseFields } from './choose-fields';
import { composeFieldLists } from './compose-field-lists';
import { composeFields } from './compose-fields';
import { composeIndexes } from './compose-indexes';
import type { DefinitionInput } from './definition-input';
import type { DefinitionProblems } from './definition-problems';
import type { IndexInput } from './index-input';
import { nameIn, withName } from './index-term';

/**
 * `now` as in defineCollection. Another name is given before: see rename-collection.ts.
 * @throws DomainError SCHEMA_FIELD_IN_USE (409) when a field is removed that an index still uses.
 */
export function reviseCollection(
  before: Collection,
  input: DefinitionInput,
  catalog: Catalog,
  now: string,
  problems: DefinitionProblems,
): Collection {
  const sent = chooseFields(input, before.fields, problems);
  const fields = sent ? composeFields(sent, before, catalog, problems) : before.fields;
  const indexInputs = indexesOf(input, before, fields);
  const { allowAnonymous = before.allowAnonymous, showUserDetails = before.showUserDetails } = input;
  const rules = { ...before.rules, ...input.rules };
  const fieldLists = composeFieldLists(input.fieldLists, fields, before, problems);
  const unindexed = { ...before, fields, rules, fieldLists, allowAnonymous, showUserDetails, updatedAt: now };
  const others = catalog.collections.filter(({ id }) => id !== before.id);
  if (sent && !checkComputedFields(unindexed, catalog.with([...others, unindexed]), problems)) return unindexed;
  const after = { ...unindexed, indexes: composeIndexes(indexInputs, unindexed, problems) };
  if (sent || input.indexes) checkIndexedDefaults(after, problems);
  return after;
}

/** A list that was sent back as it was read names fields as they were called then. */
function indexesOf({ indexes }: DefinitionInput, before: Collection, fields: readonly Field[]): readonly IndexInput[] {
  if (indexes === undefined) return keptIndexes(before, fields);
  const isGone = (term: string): boolean => {
    const name = nameIn(term);
    return before.fields.some((field) => field.name === name) && fields.every((field) => field.name !== name);
  };
  const isStored = shapeOf(indexes) === shapeOf(before.indexes);
  return isStored && indexes.some((index) => index.fields.some(isGone)) ? keptIndexes(before, fields) : indexes;
}

function shapeOf(indexes: readonly IndexInput[]): string {
  return JSON.stringify(indexes.map(({ fields, unique }) => [fields, unique]));
}

/** The indexes there were, under the names that their fields have now. */
function keptIndexes(before: Collection, fields: readonly Field[]): readonly IndexInput[] {
  return before.indexes.map((index) => ({
    unique: index.unique,
    fields: index.fields.map((term) => {
      const name = nameIn(term);
      const old = before.fields.find((field) => field.name === name);
      if (!old) return term;
      const kept = fields.find((field) => field.id === old.id);
      if (kept) return withName(term, kept.name);
      const message = `Field '${name}' is used by the index on ${index.fields.join(', ')}`;
      throw new DomainError('SCHEMA_FIELD_IN_USE', 'conflict', message, { field: name });
    }),
  }));
}
