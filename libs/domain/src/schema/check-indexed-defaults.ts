/** A default that is too long for an index would be refused by one engine alone, and whenever it is filled in. */
import type { Collection } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { findTooLong } from './indexed-bytes';

export function checkIndexedDefaults(collection: Collection, problems: DefinitionProblems): void {
  for (const [position, field] of collection.fields.entries()) {
    const tooLong = findTooLong(collection, field, field.default);
    if (tooLong === undefined) continue;
    const { at, limit } = tooLong;
    problems.add(`fields[${position}].default`, 'too_long', `'${at}' is in an index, which takes ${limit} bytes`);
  }
}
