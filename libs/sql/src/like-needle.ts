/** The text that a pattern looks for, where an engine may find it faster as a text than as a pattern. */
import { likeNeedle } from '#domain/rules/like-pattern';

/** Of shorter ones, the table that the search makes for each text costs more than it saves. */
const SHORTEST = 8;

/** null: nothing of that kind. */
export function needleOf(value: unknown): string | null {
  const needle = typeof value === 'string' ? likeNeedle(value) : null;
  return needle !== null && needle.length >= SHORTEST ? needle : null;
}
