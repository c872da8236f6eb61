/** What callers put into mails, made safe to show: people choose names of accounts, and their browsers name themselves. */

/** Values that the server makes or has checked itself. */
const OWN = /^(app_name|app_url|expires_at|locked_until|time|minutes|ip|token|\w+_url)$/;
const ADDRESSES = /^(email|user_email|invited_by|support_email)$/;
/** Other characters are allowed in addresses, but some of those make mail programs see a link to a page. */
const PLAIN_ADDRESS = /^[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+$/u;
const SECRET = /^token$|_url$/;
const MAX_FREE_TEXT = 80;
const MAX_OWN = 2000;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu;
/** Where mail programs see the middle of an address and make a link of it. */
const JOINT = /([.:。])(?=\S)/gu;

export type MailVariables = Readonly<Record<string, string>>;

/** Tokens, and the links that hold them. */
export function isSecretVariable(name: string): boolean {
  return name !== 'app_url' && SECRET.test(name);
}

/** As the templates get them: one line each, free text shortened and unable to become a link. Empty ones count as absent. */
export function safeVariables(variables: MailVariables): MailVariables {
  const safe = Object.entries(variables)
    .map(([name, value]) => [name, isOwn(name, value) ? own(value) : freeText(value)])
    .filter(([, value]) => value !== '');
  return Object.fromEntries(safe) as MailVariables;
}

function isOwn(name: string, value: string): boolean {
  return OWN.test(name) || (ADDRESSES.test(name) && PLAIN_ADDRESS.test(value));
}

function own(value: string): string {
  return oneLine(value).slice(0, MAX_OWN);
}

function freeText(value: string): string {
  const text = Array.from(oneLine(value.normalize('NFKC')));
  const short = text.length > MAX_FREE_TEXT ? `${text.slice(0, MAX_FREE_TEXT - 1).join('')}…` : text.join('');
  return short.replace(JOINT, '$1 ');
}

/** Makes one line of many, which also keeps a subject from becoming a header. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
}
