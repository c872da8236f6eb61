import { newId } from '../kernel/ids';
import { SYSTEM_ACCOUNT_ID } from '../kernel/request-context';
import { candidateLocales, chooseTemplate } from './choose-template';
import type { EmailTemplate } from './email-template';
import { localeChain, parseLocale } from './locale';

const ACCOUNT = newId();

function template(accountId: string, locale: string, enabled = true): EmailTemplate {
  const texts = { subject: `${accountId === ACCOUNT ? 'own' : 'system'} ${locale}`, htmlBody: '', textBody: '' };
  return { ...texts, id: newId(), accountId, type: 'invitation', locale, enabled, createdAt: '', updatedAt: '' };
}

const OWN = (locale: string, enabled?: boolean) => template(ACCOUNT, locale, enabled);
const SYSTEM = (locale: string, enabled?: boolean) => template(SYSTEM_ACCOUNT_ID, locale, enabled);

test.each([
  ['the account’s own for the locale', [OWN('de-AT'), OWN('de'), SYSTEM('de-AT')], 'own de-AT'],
  ['then the account’s own for the language', [OWN('de'), SYSTEM('de-AT')], 'own de'],
  ['then the system account’s', [SYSTEM('de'), SYSTEM('de-AT'), OWN('en')], 'system de-AT'],
  ['for the language too', [SYSTEM('de'), OWN('en')], 'system de'],
  ['then English, again the own one first', [SYSTEM('en'), OWN('en'), OWN('de-CH')], 'own en'],
  ['never a disabled one', [OWN('de-AT', false), OWN('de', false), SYSTEM('en')], 'system en'],
  ['never another account’s', [template(newId(), 'de-AT')], undefined],
  ['none of another language', [OWN('fr')], undefined],
])('chosen is %s', (_what, templates, subject) => {
  expect(chooseTemplate(templates, ACCOUNT, 'de-AT')?.subject).toBe(subject);
});

test('what is read from the store covers every choice', () => {
  expect(candidateLocales('de-AT')).toEqual(['de-AT', 'de', 'en']);
  expect(candidateLocales('en-GB')).toEqual(['en-GB', 'en']);
  expect(localeChain('zh-Hant-TW')).toEqual(['zh-Hant-TW', 'zh-Hant', 'zh']);
});

test.each([
  ['EN', 'en'],
  ['de-at', 'de-AT'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['', null],
  ['de_AT', null],
  ['../../etc', null],
  ['en-u-ca-buddhist', 'en'],
  ['a'.repeat(17), null],
  ['sh', 'sr-Latn'],
  ['sh-RS-abcdefgh', null],
  ['{{ x }}', null],
])('the locale %j is %j', (text, expected) => {
  expect(parseLocale(text)).toBe(expected);
});
