/** Keeps a change of fields from turning rules onto other fields: where names are swapped, every rule still compiles. */
import { DomainError } from '#domain/kernel/errors';
import { macroBody } from '#domain/macros/call-macro';
import { isBackName } from '#domain/rules/back-relation';
import { compileRule } from '#domain/rules/compile-rule';
import { fieldsNamed } from '#domain/rules/fields-named';
import { trustedValue } from '#domain/rules/related-value';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, RuleOperation } from '#domain/schema/collection';
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
  const moved = after.collection.fields.some(({ id, name }) => {
    const former = before.collection.fields.find((field) => field.name === name);
    // A new field can take the name of a back-relation.
    return former === undefined ? isBackName(name) : former.id !== id;
  });
  if (!moved) return;
  checkKeptMacros(before, after);
  for (const collection of after.catalog.collections) {
    const former = before.catalog.collections.find(({ id }) => id === collection.id);
    if (former === undefined) continue;
    checkKeptExpressions({ ...before, collection: former }, { ...after, collection });
    for (const operation of RULE_OPERATIONS) {
      const text = collection.rules[operation];
      if (text === null || text !== former.rules[operation]) continue;
      const was = namedBy(text, { ...before, collection: former }, operation);
      if (was !== namedBy(text, { ...after, collection }, operation)) throw changesItsMeaning(collection, operation);
    }
  }
}

/** As rules: what a computed field is made of keeps its text. */
function checkKeptExpressions(before: Place, after: Place): void {
  const { fields, name } = after.collection;
  for (const field of fields) {
    const former = before.collection.fields.find(({ id }) => id === field.id);
    if (field.computed === undefined || former?.computed?.expression !== field.computed.expression) continue;
    const [was, is] = [madeOf(before, former), madeOf(after, field)];
    if (was !== is) throw otherField(`The expression of '${field.name}'`, `${name}.${field.name}`);
  }
}

function checkKeptMacros(before: Place, after: Place): void {
  for (const macro of after.catalog.macros) {
    const [was, is] = [before, after].map(({ catalog, collection }) => {
      return fieldsNamed(macroBody(macro, catalog).value, collection).join();
    });
    if (was !== is) throw otherField(`The macro @${macro.name}`, `@${macro.name}`);
  }
}

function madeOf({ catalog, collection }: Place, field: Field): string {
  return fieldsNamed(trustedValue(catalog, collection, field), collection).join();
}

function namedBy(text: string, { catalog, collection }: Place, operation: RuleOperation): string {
  return fieldsNamed(compileRule(text, { collection, catalog, operation }), collection).join();
}

function changesItsMeaning({ name }: Collection, operation: RuleOperation): DomainError {
  const key = ruleKey(operation);
  return otherField(`The ${key} of collection '${name}'`, `${name}.${key}`);
}

function otherField(what: string, place: string): DomainError {
  const message = `${what} would be about another field, because a name goes from one to the other`;
  return new DomainError('SCHEMA_FIELD_IN_USE', 'conflict', message, {
    field: place,
    hint: 'Change one name at a time, and what names it as well.',
  });
}
