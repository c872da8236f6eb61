/**
 * A member of a list of texts as it stands in the list's JSON text, so that it can be looked for there. Lists are stored as
 * JSON.stringify() writes them, in which a text has one spelling. Behind a bracket or comma, a quote begins a member, or ends
 * one whose last character that bracket or comma is; and what ends a member stands before a comma or a bracket.
 */

export const OPENINGS = ['[', ','] as const;
export type Opening = (typeof OPENINGS)[number];

/** What stands in the text of a list that has the member, and in no other; null: no such text can tell. */
export function memberText(opening: Opening, member: unknown): string | null {
  if (typeof member !== 'string' || member.startsWith(',') || member.startsWith(']')) return null;
  return opening + JSON.stringify(member);
}
