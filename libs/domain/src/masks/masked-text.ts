/** Values of any type that can be masked, as the texts that masks are applied to, and texts that masks have made. */
import type { JsonValue } from '#domain/schema/collection';
import { applyMask } from './apply-mask';
import {
  BLANKS,
  BULLETS,
  HIDDEN,
  HIDDEN_PHONE,
  HIDDEN_SSN,
  HIDDEN_WORD,
  type Mask,
  type MaskPart,
  OTHER_NUMBER,
  PHONE_SHOWN,
  type SECRET,
} from './mask';

/** Of the types that can be masked. */
type MaskableValue = string | number;

const STARS = new RegExp(`^\\${HIDDEN}+$`);
const SHOWN_PHONE = new RegExp(`^[0-9]{${PHONE_SHOWN}}$`);

/** In stored form, to what is shown of it. */
export function maskedValue(mask: Mask, value: JsonValue): string | null {
  if (value === null) return null;
  return mask.type === 'secret' ? BULLETS : applyMask(mask, textOf(value as MaskableValue));
}

/** The engines spell only whole numbers alike. */
function textOf(value: MaskableValue): string {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : OTHER_NUMBER;
}

/** Whether the mask makes such texts. Hardly anybody has a value that looks like one. */
export function looksMasked(mask: Mask, text: string): boolean {
  return mask.type === 'secret' ? text === BULLETS : STARS.test(text) || hasForm(mask, text);
}

function hasForm(mask: Exclude<Mask, typeof SECRET>, text: string): boolean {
  const characters = Array.from(text);
  switch (mask.type) {
    case 'full':
      return false;
    case 'ssn':
      return text === HIDDEN_SSN;
    case 'phone':
      return text.startsWith(HIDDEN_PHONE) && SHOWN_PHONE.test(text.slice(HIDDEN_PHONE.length));
    case 'email':
      return characters.slice(1).join('').startsWith(`${HIDDEN_WORD}@`) && text.split('@').length === 2;
    case 'name':
      return text.split(' ').every(isHiddenWord);
    case 'custom':
      return isOfParts(mask.parts, characters);
  }
}

function isHiddenWord(word: string): boolean {
  const [first, ...rest] = Array.from(word);
  return first !== undefined && !BLANKS.includes(first) && rest.join('') === HIDDEN_WORD;
}

function isOfParts(parts: readonly MaskPart[], characters: readonly string[]): boolean {
  let end = 0;
  for (const part of parts) {
    const start = end;
    end += part.kind === 'text' ? Array.from(part.text).length : part.characters;
    if (part.kind === 'text' && characters.slice(start, end).join('') !== part.text) return false;
  }
  return end === characters.length;
}
