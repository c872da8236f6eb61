/** `{first:2}***{last:2}` to its parts. */
import type { MaskPart } from './mask';

const MAX_LENGTH = 100;
const MAX_SHOWN = 20;
const PIECE = /\{(first|last):(\d{1,2})\}|([^{}]+)/gy;
const USAGE = 'Must be a text such as {first:2}***{last:2}';

/** The parts, or what is wrong with the template. */
export function parseMaskTemplate(template: unknown): readonly MaskPart[] | string {
  if (typeof template !== 'string' || template === '') return USAGE;
  if (template.length > MAX_LENGTH) return `Must have at most ${MAX_LENGTH} characters`;
  const parts: MaskPart[] = [];
  let end = 0;
  for (const [whole, place, characters, text] of template.matchAll(PIECE)) {
    end += whole.length;
    if (text !== undefined) parts.push({ kind: 'text', text });
    else parts.push({ kind: place as 'first' | 'last', characters: Number(characters) });
  }
  return end === template.length ? (problemOf(parts) ?? parts) : USAGE;
}

function problemOf(parts: readonly MaskPart[]): string | null {
  for (const place of ['first', 'last'] as const) {
    const shown = parts.filter(({ kind }) => kind === place);
    if (shown.length > 1) return `Must have {${place}:…} once`;
    if (shown.some((part) => part.kind !== 'text' && (part.characters < 1 || part.characters > MAX_SHOWN))) {
      return `{${place}:…} takes a number from 1 to ${MAX_SHOWN}`;
    }
  }
  return parts.some(({ kind }) => kind === 'text') ? null : 'Must have a text for what is hidden';
}
