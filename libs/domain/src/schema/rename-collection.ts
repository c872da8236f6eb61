/**
 * Another name for a collection. Collections know each other by their names, so the fields that lead to it and the rules and
 * computed fields that name it follow; its table keeps the name that it was made with.
 */
import { renameInRule } from '#domain/rules/rename-in-rule';
import type { Catalog } from './catalog';
import { type Collection, type Field, RULE_OPERATIONS } from './collection';
import type { DefinitionInput } from './definition-input';
import type { RulesInput } from './rules-input';

export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/** `to` is free, or the name of the collection in another case. Collections that nothing changes in are the same objects. */
export function renameCollection(catalog: Catalog, renaming: Renaming): Catalog {
  const { from, to } = renaming;
  const collections = catalog.collections.map((collection) => {
    const followed = follow(collection, renaming);
    return collection.name === from ? { ...followed, name: to } : followed;
  });
  return catalog.with(collections);
}

/** A definition that names the collection as it was called when it was read. */
export function renameInDefinition(input: DefinitionInput, renaming: Renaming): DefinitionInput {
  if (renaming.from === renaming.to) return input;
  const { fields, schema, rules } = input;
  return {
    ...input,
    ...(fields === undefined ? {} : { fields: renameInFields(fields, renaming) }),
    ...(schema === undefined ? {} : { schema: renameInFields(schema, renaming) }),
    rules: renameInRules(rules, renaming),
  };
}

function follow(collection: Collection, renaming: Renaming): Collection {
  const fields = renameInFields(collection.fields, renaming);
  const rules = { ...collection.rules, ...renameInRules(collection.rules, renaming) };
  const isSame =
    fields.every((field, index) => field === collection.fields[index]) &&
    RULE_OPERATIONS.every((operation) => rules[operation] === collection.rules[operation]);
  return isSame ? collection : { ...collection, fields, rules };
}

function renameInFields<F extends Pick<Field, 'collection' | 'computed'>>(
  fields: readonly F[],
  { from, to }: Renaming,
): readonly F[] {
  const key = from.toLowerCase();
  return fields.map((field) => {
    if (field.collection?.toLowerCase() === key) return { ...field, collection: to };
    if (field.computed === undefined) return field;
    const expression = renameInRule(field.computed.expression, from, to);
    const isSame = expression === field.computed.expression;
    return isSame ? field : { ...field, computed: { ...field.computed, expression } };
  });
}

/** Only the rules that are there. */
function renameInRules(rules: RulesInput, { from, to }: Renaming): RulesInput {
  return Object.fromEntries(
    Object.entries(rules).map(([operation, text]) => [operation, text === null ? null : renameInRule(text, from, to)]),
  );
}
