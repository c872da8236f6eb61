/** What a new password must have. Existing passwords are never checked against it, so that it can be tightened. */
import type { FieldProblem } from '../kernel/errors';
import { isGuessable, type PasswordOwner } from './guessable-password';

const MIN_CHARACTERS = 12;
/** bcrypt reads no further: two longer passwords with the same beginning would be the same password. */
const MAX_PASSWORD_BYTES = 72;

const DEMANDS: readonly { readonly code: string; readonly pattern: RegExp; readonly what: string }[] = [
  { code: 'password_no_uppercase', pattern: /[A-Z]/, what: 'uppercase letter' },
  { code: 'password_no_lowercase', pattern: /[a-z]/, what: 'lowercase letter' },
  { code: 'password_no_digit', pattern: /[0-9]/, what: 'digit' },
  { code: 'password_no_special', pattern: /[!@#$%^&*()_+\-=[\]{};':"\\|,.<>/?`~]/, what: 'special character' },
];

/**
 * Everything that is wrong with the password; empty when it may be used. The password itself is never in a message. It
 * must not consist only of what is known of its owner.
 */
export function passwordProblems(password: string, field = 'password', owner?: PasswordOwner): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (Array.from(password).length < MIN_CHARACTERS) {
    const message = `Password must be at least ${MIN_CHARACTERS} characters`;
    problems.push({ field, code: 'password_too_short', message });
  }
  if (isPasswordTooLong(password)) {
    const message = `Password must be at most ${MAX_PASSWORD_BYTES} bytes in UTF-8`;
    problems.push({ field, code: 'password_too_long', message });
  }
  for (const { code, pattern, what } of DEMANDS) {
    if (!pattern.test(password)) {
      problems.push({ field, code, message: `Password must contain at least one ${what}` });
    }
  }
  // Some bcrypt libraries stop at NUL, and lone surrogates all become the same bytes: neither may carry strength.
  if (/[\0\p{Cs}]/u.test(password)) {
    problems.push({
      field,
      code: 'password_invalid_chars',
      message: 'Password contains characters that cannot be used',
    });
  }
  // Last, so that only texts of a bounded length are looked into.
  if (problems.length === 0 && isGuessable(password, owner)) {
    problems.push({
      field,
      code: 'password_common',
      message: 'Password is easy to guess: a common word, a name or a pattern with digits and signs added',
    });
  }
  return problems;
}

export function isPasswordTooLong(password: string): boolean {
  return Buffer.byteLength(password, 'utf8') > MAX_PASSWORD_BYTES;
}
