/**
 * `comments_via_post`: the records of a collection, with a reference that leads here. A caller finds it where they may use the
 * reference, and learns nothing of the fields of a collection of which they may view no record.
 */
import type { Collection } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import { columnsOf, isRule, type Place } from './checker';
import type { PathStep } from './condition';
import { isNever } from './is-true';

export const VIA = '_via_';

/** Whether a name can be one: there is a name of a collection in it, and one of a field. */
export function isBackName(name: string): boolean {
  return name.indexOf(VIA, 1) > 0 && !name.endsWith(VIA);
}

/** closed: the caller may view no record of the collection, whatever the field; null: there is none of that name. */
export function backRelation(name: string, collection: Collection, place: Place): PathStep | 'closed' | null {
  // The longest name of a collection first: any of them can have the word in it.
  for (let at = name.lastIndexOf(VIA); at > 0; at = name.lastIndexOf(VIA, at - 1)) {
    const target = place.catalog.find(name.slice(0, at));
    if (target === undefined) continue;
    const visibleIf = isRule(place) ? null : place.visibilityOf(target);
    if (visibleIf !== null && isNever(visibleIf)) return 'closed';
    const field = columnsOf(place).related.find(target, name.slice(at + VIA.length));
    if (field === undefined || typeof field === 'string') continue;
    const leadsHere = field.collection?.toLowerCase() === collection.name.toLowerCase();
    if (leadsHere) return { field, target, visibleIf, back: true };
  }
  return null;
}

/** A step from one record to several. */
export function isToSeveral({ field, back }: PathStep): boolean {
  return back === true || isList(field);
}
