/** The mask of a field, from how it is stored. */
import type { PersonalData } from '#domain/schema/collection';
import type { Mask } from './mask';
import { parseMaskTemplate } from './parse-mask-template';

const made = new WeakMap<PersonalData, Mask>();

export function maskOf(personal: PersonalData): Mask {
  let mask = made.get(personal);
  if (mask === undefined) {
    mask = makeMask(personal);
    made.set(personal, mask);
  }
  return mask;
}

/** A template that cannot be read hides everything. */
function makeMask({ mask, template }: PersonalData): Mask {
  if (mask !== 'custom') return { type: mask };
  const parts = parseMaskTemplate(template);
  return typeof parts === 'string' ? { type: 'full' } : { type: 'custom', parts };
}
