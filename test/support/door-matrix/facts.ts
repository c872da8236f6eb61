/**
 * What everybody may see, decided in plain TypeScript from the tables below alone: nothing of the planner, the rule language
 * or SQL is asked. The doors compare what the server answers with it.
 */
export const RULES = ['locked', 'open', 'owner', 'relation'] as const;
export type Rule = (typeof RULES)[number];

export const FIELDS = ['plain', 'denied', 'masked', 'secret', 'made'] as const;
export type Field = (typeof FIELDS)[number];

export const LABELS = ['one', 'three', 'two'] as const;
export type Label = (typeof LABELS)[number];

export const CALLERS = ['anonymous', 'user', 'user of another account', 'admin', 'scoped key', 'superadmin'] as const;
export type CallerName = (typeof CALLERS)[number];

type Account = 'acme' | 'twin';
export const ACCOUNTS: readonly Account[] = ['acme', 'twin'];
/** In whose data each caller looks. */
export const HOME: Readonly<Record<CallerName, Account>> = {
  anonymous: 'acme',
  user: 'acme',
  'user of another account': 'twin',
  admin: 'acme',
  'scoped key': 'acme',
  superadmin: 'acme',
};
/** The scoped key is one of the admin's. */
export const OWNERS: Readonly<Record<Account, Readonly<Record<Label, CallerName>>>> = {
  acme: { one: 'user', two: 'superadmin', three: 'admin' },
  twin: { one: 'user of another account', two: 'admin', three: 'user' },
};

const BULLETS = '••••••••';

/** Equal in both accounts, so that an answer with the other account's record has a value too many. */
export function valueOf(field: Field, label: Label): string {
  return field === 'made' ? `<plain-${label}>` : `${field}-${label}`;
}

/** What keeps the caller out before any record is looked at. */
export type Refusal = 'locked' | 'sign in' | 'no scope' | 'no superadmin';

export function refusalOf(caller: CallerName, rule: Rule): Refusal | null {
  if (caller === 'superadmin') return null;
  if (rule === 'locked') return 'locked';
  return caller === 'anonymous' && rule !== 'open' ? 'sign in' : null;
}

/** Of the records of their own account. */
export function visible(caller: CallerName, rule: Rule): readonly Label[] {
  if (refusalOf(caller, rule) !== null) return [];
  if (caller === 'superadmin' || rule === 'open') return LABELS;
  const owners = OWNERS[HOME[caller]];
  return LABELS.filter((label) => owners[label] === (caller === 'scoped key' ? 'admin' : caller));
}

export type Sight = 'clear' | 'masked' | 'encrypted' | 'unknown';

export function sight(caller: CallerName, field: Field): Sight {
  if (field === 'secret') return 'encrypted';
  if (caller === 'superadmin') return 'clear';
  return field === 'denied' ? 'unknown' : field === 'masked' ? 'masked' : 'clear';
}

/** What answers have of the field; undefined: not even its name. */
export function shown(caller: CallerName, field: Field, label: Label): string | undefined {
  const value = valueOf(field, label);
  switch (sight(caller, field)) {
    case 'clear':
      return value;
    case 'masked':
      return '*'.repeat(value.length);
    case 'encrypted':
      return BULLETS;
    case 'unknown':
      return undefined;
  }
}
