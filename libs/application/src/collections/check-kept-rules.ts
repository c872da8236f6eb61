/** Keeps a change of fields from turning rules onto other fields: where names are swapped, every rule still compiles. */
import { DomainError } from '#domain/kernel/errors';
import { compileRule } from '#domain/rules/compile-rule';
import { fieldsNamed } from '#domain/rules/fields-named';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, RuleOperation } from '#domain/schema/collection';
import { RULE_OPERATIONS } from '#domain/schema/collection';
import { ruleKey } from '#domain/schema/rules-input';

/** A collection with the catalog that it is a part of. */
interface Place {
  readonly catalog: Catalog;
  readonly collection: Collection;
}

/**
 * `before`, `after`: the changed collection in either catalog; every rule is valid in both.
 * @throws SCHEMA_FIELD_IN_USE (409) for a rule of any collection whose text stays, and names another field than before.
 */
export function checkKeptRules(before: Place, after: Place): void {
  const moved = before.collection.fields.some(({ id, name }) =>
    after.collection.fields.some((field) => field.name === name && field.id !== id),
  );
  if (!moved) return;
  for (const collection of after.catalog.collections) {
    const former = before.catalog.collections.find(({ id }) => id === collection.id);
    if (former === undefined) continue;
    for (const operation of RULE_OPERATIONS) {
      const text = collection.rules[operation];
      if (text === null || text !== former.rules[operation]) continue;
      const was = namedBy(text, { ...before, collection: former }, operation);
      if (was !== namedBy(text, { ...after, collection }, operation)) throw changesItsMeaning(collection, operation);
    }
  }
}

function namedBy(text: string, { catalog, collection }: Place, operation: RuleOperation): string {
  return fieldsNamed(compileRule(text, { collection, catalog, operation }), collection).join();
}

function changesItsMeaning({ name }: Collection, operation: RuleOperation): DomainError {
  const key = ruleKey(operation);
  const message = `The ${key} of collection '${name}' would be about another field, because a name goes from one to the other`;
  return new DomainError('SCHEMA_FIELD_IN_USE', 'conflict', message, {
    field: `${name}.${key}`,
    hint: 'Change one name at a time, and the rules with it.',
  });
}
