/** Locales of mails: BCP 47 tags in their canonical form, each with those that may stand in for it. */
import type { FieldProblem } from '../kernel/errors';

export const DEFAULT_LOCALE = 'en';
export const MAX_LOCALE = 16;

/** For an input that should name a locale and does not. */
export const LOCALE_PROBLEM: FieldProblem = {
  field: 'locale',
  code: 'invalid_value',
  message: 'Must be a language tag like en or de-AT',
};

/** `DE-at` becomes `de-AT`; null: no locale. */
export function parseLocale(text: string): string | null {
  if (text.length > MAX_LOCALE) return null;
  try {
    const { baseName } = new Intl.Locale(text);
    // The canonical form may be longer: `sh` is `sr-Latn`.
    return baseName.length > MAX_LOCALE ? null : baseName;
  } catch {
    return null;
  }
}

/** The locale, then what is left when its parts are taken away from the end: `de-AT`, `de`. */
export function localeChain(locale: string): string[] {
  const parts = locale.split('-');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'));
}
