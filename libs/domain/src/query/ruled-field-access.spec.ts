/** What collections say of their fields, as each caller meets it. */
import {
  ANONYMOUS,
  type Principal,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
  systemContext,
} from '#domain/kernel/request-context';
import { PII_GROUP } from '#domain/accounts/pii-group';
import { nameOf } from '#domain/rules/column-resolver';
import { catalog, posts } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, FieldConditions, FieldLists, PersonalData } from '#domain/schema/collection';
import { NO_FIELD_LISTS } from '#domain/schema/collection';
import { RuledFieldAccess } from './ruled-field-access';

const HR = '@has_role("hr")';
const user: Principal = {
  kind: 'user',
  userId: 'u',
  email: 'u@x.example',
  role: 'user',
  groups: [],
  accountId: 'acc',
  credential: { kind: 'session', id: 's', stamp: 1 },
};
const system = systemContext('r', 'acc');
const member: RequestContext = { ...system, actor: user };
const clerk: RequestContext = { ...system, actor: { ...user, userId: 'c', role: 'hr' } };
const stranger: RequestContext = { ...system, actor: ANONYMOUS };
const superadmin: RequestContext = { ...system, actor: { ...user, accountId: SYSTEM_ACCOUNT_ID } };

function restricted(
  lists: Partial<FieldLists>,
  conditions: Readonly<Record<string, FieldConditions>> = {},
): Collection {
  const fields = posts.fields.map((field) => {
    const access = Object.hasOwn(conditions, field.name) ? conditions[field.name] : undefined;
    return access === undefined ? field : { ...field, access };
  });
  return { ...posts, fields, fieldLists: { ...NO_FIELD_LISTS, ...lists } };
}

const within = (...collections: readonly Collection[]): Catalog => new Catalog(1, collections);
const fieldOf = (collection: Collection, name: string) => collection.fields.find((field) => field.name === name)!;

describe('what is read', () => {
  const access = new RuledFieldAccess();
  const names = (ctx: RequestContext, collection: Collection, reading: 'list' | 'view'): string =>
    access
      .columns(ctx, within(collection), reading, 'show')
      .all(collection)
      .filter((column) => typeof column !== 'string')
      .map(nameOf)
      .join();

  test('lists and single records have lists of their own, for everybody but superadmins and the server', () => {
    const shown = restricted({ list: ['title'], view: ['title', 'price'] });
    for (const ctx of [member, clerk, stranger]) {
      expect([names(ctx, shown, 'list'), names(ctx, shown, 'view')]).toEqual(['title', 'title,price']);
    }
    for (const ctx of [superadmin, system]) expect(names(ctx, shown, 'list')).toBe(names(ctx, posts, 'view'));
  });

  test('a list of none leaves the columns that every record has', () => {
    expect(access.columns(member, catalog, 'list', 'show').all(restricted({ list: [] }))).toEqual(
      access.columns(member, catalog, 'list', 'show').all({ ...posts, fields: [] }),
    );
  });

  test('a condition is asked of the caller, in addition to the lists', () => {
    const shown = restricted(
      { list: ['title', 'price'] },
      { price: { read: HR, write: '' }, title: { read: null, write: '' } },
    );
    expect(names(member, shown, 'list')).toBe('');
    expect(names(clerk, shown, 'list')).toBe('price');
    expect(names(stranger, shown, 'list')).toBe('');
    expect(names(superadmin, shown, 'list')).toContain('title');
  });

  test('what a relation of a list leads to is read as single records are', () => {
    const shown = restricted({ list: [], view: ['title'] });
    const listed = access.columns(member, catalog, 'list', 'filter');
    expect(listed.find(shown, 'title')).toBeUndefined();
    expect(listed.related.find(shown, 'title')).toBe(fieldOf(shown, 'title'));
    expect(listed.related.related.find(shown, 'title')).toBe(fieldOf(shown, 'title'));
  });

  test('what is computed is read by those who read all that it names, other computed fields among it', () => {
    const made = (name: string, expression: string, read: string): Field => {
      const computed = { expression, returns: 'number' } as const;
      return {
        ...fieldOf(posts, 'price'),
        id: name,
        name,
        type: 'computed',
        column: '',
        computed,
        access: { read, write: '' },
      };
    };
    const worth = made('worth', 'price * 2', HR);
    const fields = [...posts.fields, worth, made('double', 'worth + worth', ''), made('twice', 'price * 2', '')];
    const computed = (ctx: RequestContext, shape: Collection): string =>
      names(ctx, shape, 'view').split(',').slice(posts.fields.length).join();
    const shape = { ...posts, fields };
    expect([computed(member, shape), computed(clerk, shape)]).toEqual(['twice', 'worth,double,twice']);
    const { fieldLists } = restricted({ view: ['price', 'double', 'twice'] });
    expect(names(clerk, { ...shape, fieldLists }, 'view')).toBe('price,twice');
  });
});

describe('what is written', () => {
  const access = new RuledFieldAccess();
  const conditions = { read: '', write: HR };
  const cases: readonly (readonly [
    Partial<FieldLists>,
    FieldConditions | undefined,
    RequestContext,
    string,
    string,
  ])[] = [
    [{}, undefined, member, 'allow', 'allow'],
    [{ create: [] }, undefined, member, 'drop', 'allow'],
    [{ create: ['price'], update: ['title'] }, undefined, member, 'allow', 'drop'],
    [{}, conditions, member, 'refuse', 'refuse'],
    [{}, conditions, clerk, 'allow', 'allow'],
    [{}, conditions, superadmin, 'allow', 'allow'],
    [{}, { read: '', write: null }, clerk, 'refuse', 'refuse'],
    [{ update: [] }, conditions, member, 'refuse', 'drop'],
    [{}, { read: HR, write: '' }, member, 'unknown', 'unknown'],
    [{ create: [] }, { read: HR, write: '' }, member, 'unknown', 'unknown'],
    [{ view: [], list: [] }, undefined, member, 'unknown', 'unknown'],
    [{ view: [] }, undefined, member, 'allow', 'allow'],
    [{ view: [], list: [], create: [] }, { read: null, write: null }, superadmin, 'allow', 'allow'],
    [{ view: [], list: [], create: [] }, { read: null, write: null }, system, 'allow', 'allow'],
  ];
  test.each(cases)('%j and %j', (lists, access_, ctx, create, update) => {
    const written = restricted(lists, access_ === undefined ? {} : { price: access_ });
    const price = fieldOf(written, 'price');
    expect(access.answerWrite(ctx, catalog, written, price, 'create')).toBe(create);
    expect(access.answerWrite(ctx, catalog, written, price, 'update')).toBe(update);
  });
});

describe('the key of plans', () => {
  const access = new RuledFieldAccess();
  const callers = [member, clerk, stranger, superadmin, system];
  const keys = (shapes: Catalog): string[] => callers.map((ctx) => access.keyOf(ctx, shapes));

  test('is empty where no collection restricts a field', () => {
    expect(keys(catalog)).toEqual(['', '', '', '', '']);
  });

  test('is one for all to whom lists apply', () => {
    expect(keys(within(restricted({ create: [] })))).toEqual(['#', '#', '#', '', '']);
  });

  test('says what each condition comes to, once for all fields that have it', () => {
    const ofClerks = { read: HR, write: HR };
    const shapes = within(restricted({}, { price: ofClerks, title: { ...ofClerks } }), {
      ...restricted({}, { stock: { read: '@request.auth.id != ""', write: null } }),
      id: 'other',
      name: 'other',
    });
    expect(keys(shapes)).toEqual(['#01', '#11', '#00', '', '']);
    expect(access.keyOf({ ...clerk, actor: { ...user, userId: 'd', role: 'hr' } }, shapes)).toBe('#11');
  });

  test('follows the caller and the catalog', () => {
    const before = within(restricted({}, { price: { read: HR, write: '' } }));
    const after = within(restricted({}, { price: { read: '@has_role("user")', write: '' } }));
    expect([member, clerk].map((ctx) => access.keyOf(ctx, before))).toEqual(['#0', '#1']);
    expect([member, clerk].map((ctx) => access.keyOf(ctx, after))).toEqual(['#1', '#0']);
  });
});

describe('masks', () => {
  const access = new RuledFieldAccess();
  const trusted: RequestContext = { ...system, actor: { ...user, userId: 't', groups: ['a', PII_GROUP] } };
  const personal = (roles: readonly string[] = [], groups: readonly string[] = []): PersonalData => {
    return { mask: 'full', clearTo: { roles, groups } };
  };
  const masked = (...pii: readonly PersonalData[]): Collection => {
    const fields = posts.fields.map((field, index) =>
      pii[index] === undefined ? field : { ...field, pii: pii[index] },
    );
    return { ...posts, fields };
  };

  test.each<[PersonalData, readonly RequestContext[]]>([
    [personal(), [trusted, superadmin, system]],
    [personal(['hr']), [clerk, trusted, superadmin, system]],
    [personal([], ['a']), [trusted, superadmin, system]],
    [personal(['user'], ['b']), [member, trusted, superadmin, system]],
    [personal(['']), [trusted, superadmin, system]],
  ])('with %j are there for all but some', (pii, clear) => {
    const collection = masked(pii);
    const field = collection.fields[0]!;
    for (const ctx of [member, clerk, stranger, trusted, superadmin, system]) {
      const isClear = clear.includes(ctx);
      expect(access.maskFor(ctx, field)).toEqual(isClear ? null : { type: 'full' });
      for (const use of ['filter', 'sort', 'group', 'aggregate', 'expand'] as const)
        expect(access.admits(ctx, catalog, collection, field, use, 'list')).toBe(isClear);
      expect(access.admits(ctx, catalog, collection, field, 'show', 'view')).toBe(true);
      expect(access.answerWrite(ctx, catalog, collection, field, 'update')).toBe('allow');
    }
  });

  test('are told from fields that are not there, unless they are hidden, too', () => {
    const collection = masked(personal());
    const { name, id } = collection.fields[0]!;
    const other = collection.fields[1]!.name;
    const isMasked = (ctx: RequestContext, shape: Collection, field = name): boolean =>
      access.columns(ctx, catalog, 'list', 'filter').refusalOf(shape, field) !== null;
    expect([isMasked(member, collection), isMasked(trusted, collection)]).toEqual([true, false]);
    expect([isMasked(member, collection, other), isMasked(member, collection, 'id')]).toEqual([false, false]);
    const rest = posts.fields.flatMap((field) => (field.id === id ? [] : field.id));
    expect(isMasked(member, { ...collection, fieldLists: { ...NO_FIELD_LISTS, list: rest } })).toBe(false);
  });

  test('are questions of the key, once for all fields that the same callers read', () => {
    const callers = [member, clerk, trusted, stranger, superadmin];
    const keys = (shapes: Catalog): string[] => callers.map((ctx) => access.keyOf(ctx, shapes));
    expect(keys(within(masked(personal())))).toEqual(['#0', '#0', '#1', '#0', '']);
    const several = within(masked(personal(['hr']), personal(['hr']), personal()));
    expect(keys(several)).toEqual(['#00', '#10', '#11', '#00', '']);
  });
});
