/** Which of the stored templates a mail uses; where none fits, the built-in one. */
import { SYSTEM_ACCOUNT_ID } from '../kernel/request-context';
import type { EmailTemplate } from './email-template';
import { DEFAULT_LOCALE, localeChain } from './locale';

/** Every locale that could serve the mail, the wanted one first. */
export function candidateLocales(locale: string): string[] {
  return [...new Set([...localeChain(locale), DEFAULT_LOCALE])];
}

/** The recipient's language comes before the sender's own words: a text that cannot be read is worth nothing. */
export function chooseTemplate(
  templates: readonly EmailTemplate[],
  accountId: string,
  locale: string,
): EmailTemplate | null {
  const usable = templates.filter(({ enabled }) => enabled);
  for (const locales of [localeChain(locale), [DEFAULT_LOCALE]]) {
    for (const owner of [accountId, SYSTEM_ACCOUNT_ID]) {
      for (const wanted of locales) {
        const found = usable.find((template) => template.accountId === owner && template.locale === wanted);
        if (found) return found;
      }
    }
  }
  return null;
}
