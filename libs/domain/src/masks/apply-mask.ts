/** A mask in memory: what the compiler's SQL gives for the same text. */
import {
  BLANKS,
  BULLETS,
  HIDDEN,
  HIDDEN_PHONE,
  HIDDEN_SSN,
  HIDDEN_WORD,
  LEAST_HIDDEN,
  type Mask,
  type MaskPart,
  PHONE_LEAST_DIGITS,
  PHONE_SEPARATORS,
  PHONE_SHOWN,
  type SECRET,
  shownBy,
  SSN_DIGITS,
  SSN_SEPARATORS,
} from './mask';

const DIGITS = /^[0-9]+$/;

/** An empty text stays empty. A text that the mask does not fit is hidden altogether. */
export function applyMask(mask: Mask, text: string): string {
  if (mask.type === 'secret') return BULLETS;
  return text === '' ? '' : (masked(mask, text) ?? HIDDEN.repeat(Array.from(text).length));
}

/** null: the mask does not fit. */
function masked(mask: Exclude<Mask, typeof SECRET>, text: string): string | null {
  switch (mask.type) {
    case 'full':
      return null;
    case 'email':
      return maskedEmail(text);
    case 'ssn': {
      const digits = without(text, SSN_SEPARATORS);
      return DIGITS.test(digits) && digits.length === SSN_DIGITS ? HIDDEN_SSN : null;
    }
    case 'phone': {
      const digits = without(text, PHONE_SEPARATORS);
      const fits = DIGITS.test(digits) && digits.length >= PHONE_LEAST_DIGITS;
      return fits ? HIDDEN_PHONE + digits.slice(-PHONE_SHOWN) : null;
    }
    case 'name':
      return maskedName(text);
    case 'custom':
      return maskedBy(mask.parts, Array.from(text));
  }
}

function maskedEmail(text: string): string | null {
  const at = text.indexOf('@');
  const fits = at > 0 && at < text.length - 1 && text.indexOf('@', at + 1) < 0;
  return fits ? Array.from(text)[0]! + HIDDEN_WORD + text.slice(at) : null;
}

function maskedName(text: string): string | null {
  const initials: string[] = [];
  let isInWord = false;
  for (const character of text) {
    const isBlank = BLANKS.includes(character);
    if (!isBlank && !isInWord) initials.push(character + HIDDEN_WORD);
    isInWord = !isBlank;
  }
  return initials.length === 0 ? null : initials.join(' ');
}

function maskedBy(parts: readonly MaskPart[], characters: readonly string[]): string | null {
  if (characters.length < shownBy(parts) + LEAST_HIDDEN) return null;
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const shown = part.kind === 'first' ? characters.slice(0, part.characters) : characters.slice(-part.characters);
      return shown.join('');
    })
    .join('');
}

function without(text: string, separators: string): string {
  return Array.from(text)
    .filter((character) => !separators.includes(character))
    .join('');
}
