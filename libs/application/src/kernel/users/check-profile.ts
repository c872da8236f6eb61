/** What people, or their admins, may write about them: names of one line, and a picture that browsers load from the web. */
import type { FieldProblem } from '#domain/kernel/errors';
import type { Profile } from '../../ports/users';

/** Control characters, line breaks and lone surrogates: names stand in mails and on pages, as one line of real text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const INVALID_TEXT = { code: 'invalid_text', message: 'Contains characters that cannot be used' };
const INVALID_URL = { code: 'invalid_url', message: 'Must be an http or https URL' };

export interface CheckedProfile {
  /** The profile as it is to be stored: trimmed, null where nothing is left. Absent members stay absent. */
  readonly profile: Partial<Profile>;
  readonly problems: readonly FieldProblem[];
}

export function checkProfile({ firstName, lastName, avatarUrl }: Partial<Profile>): CheckedProfile {
  const problems: FieldProblem[] = [];
  if (firstName && UNPRINTABLE.test(firstName)) problems.push({ field: 'first_name', ...INVALID_TEXT });
  if (lastName && UNPRINTABLE.test(lastName)) problems.push({ field: 'last_name', ...INVALID_TEXT });
  if (avatarUrl?.trim() && !isWebUrl(avatarUrl.trim())) problems.push({ field: 'avatar_url', ...INVALID_URL });
  const profile = {
    ...(firstName === undefined ? {} : { firstName: filled(firstName) }),
    ...(lastName === undefined ? {} : { lastName: filled(lastName) }),
    ...(avatarUrl === undefined ? {} : { avatarUrl: filled(avatarUrl) }),
  };
  return { profile, problems };
}

function filled(text: string | null): string | null {
  return text?.trim() || null;
}

/** Checks the text as it is written: a URL parser would silently remove a line break or a space. */
function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s\p{Cc}\p{Cs}]+$/iu.test(text) && URL.canParse(text);
}
