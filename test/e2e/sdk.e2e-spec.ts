/** The main job through the published client: register, verify, log in, define a collection, work with its records. */
import {
  AuthenticationError,
  ConflictError,
  EmailVerificationRequiredError,
  NotFoundError,
  ValidationError,
  type SnackBaseClient,
} from '@snackbase/sdk';
import { PASSWORD, SIGNED_IN_RULES } from '../support/member';
import { createWorld, type World } from '../support/world';

interface Article {
  title: string;
  status: string;
  views: number;
  published: boolean;
}

let world: World;
let admin: SnackBaseClient;
let member: SnackBaseClient;

beforeAll(async () => {
  world = await createWorld();
  admin = world.sdk();
  await admin.login({ account: 'system', email: world.superadmin.email, password: PASSWORD });
  member = world.sdk();
});
afterAll(() => world?.close());

describe('accounts', () => {
  test('registers, is refused until verified, then logs in', async () => {
    const registered = await member.register({
      account_name: 'Sdk Company',
      email: 'eve@sdk.example',
      password: PASSWORD,
    });
    expect(registered.user).toMatchObject({ email: 'eve@sdk.example' });
    expect(registered.account?.slug).toBe('sdk-company');

    const credentials = { account: 'sdk-company', email: 'eve@sdk.example', password: PASSWORD };
    await expect(member.login(credentials)).rejects.toBeInstanceOf(EmailVerificationRequiredError);

    await admin.users.verifyEmail(registered.user!.id);
    const session = await member.login(credentials);
    expect(session.expires_in).toBeTruthy();
    expect(member.isAuthenticated).toBe(true);
    expect(member.account?.slug).toBe('sdk-company');
  });

  test('a wrong password is an authentication error and nothing else', async () => {
    const stranger = world.sdk();
    const attempt = stranger.login({ account: 'sdk-company', email: 'eve@sdk.example', password: 'Wrong-Horse-77' });
    await expect(attempt).rejects.toBeInstanceOf(AuthenticationError);
    await expect(attempt).rejects.not.toBeInstanceOf(EmailVerificationRequiredError);
  });

  test('asking who I am keeps user and account', async () => {
    await member.getCurrentUser();
    expect(member.user?.email).toBe('eve@sdk.example');
    expect(member.account?.slug).toBe('sdk-company');
  });
});

describe('collections', () => {
  test('the operator defines one and sees it listed', async () => {
    const created = await admin.collections.create({
      name: 'articles',
      fields: [
        { name: 'title', type: 'text', required: true },
        { name: 'status', type: 'text', default: 'draft' },
        { name: 'views', type: 'number', default: 0 },
        { name: 'published', type: 'boolean', default: false },
      ],
      ...SIGNED_IN_RULES,
    });
    expect(created).toMatchObject({ name: 'articles' });
    expect(created.fields.map((field) => field.name)).toEqual(['title', 'status', 'views', 'published']);
    expect(await admin.collections.listNames()).toContain('articles');
    expect((await admin.collections.get(created.id)).name).toBe('articles');
  });

  test('a second one of the same name is a conflict, whatever its case', async () => {
    const again = admin.collections.create({ name: 'Articles', fields: [{ name: 'a', type: 'text' }] });
    await expect(again).rejects.toBeInstanceOf(ConflictError);
  });

  test('rules are read and changed by name', async () => {
    const rules = await admin.collectionRules.get('articles');
    expect(rules.list_rule).toBe(SIGNED_IN_RULES.list_rule);
    const changed = await admin.collectionRules.update('articles', { delete_rule: 'created_by = @request.auth.id' });
    expect(changed.delete_rule).toBe('created_by = @request.auth.id');
  });
});

describe('records', () => {
  let first: Article & { id: string };

  test('create and get', async () => {
    first = await member.records.create<Article>('articles', { title: 'One', views: 3 });
    expect(first).toMatchObject({ title: 'One', status: 'draft', views: 3, published: false });
    expect(await member.records.get<Article>('articles', first.id)).toEqual(first);
  });

  test('a wrong type is a validation error that names the field', async () => {
    const attempt = member.records.create('articles', { title: 1, views: 'many' });
    await expect(attempt).rejects.toBeInstanceOf(ValidationError);
    await attempt.catch((error: ValidationError) =>
      expect(Object.keys(error.fields ?? {})).toEqual(['title', 'views']),
    );
  });

  test('PUT leaves out what is left out; PATCH likewise', async () => {
    const updated = await member.records.update<Article>('articles', first.id, { title: 'Uno' });
    expect(updated).toMatchObject({ title: 'Uno', views: 3 });
    const patched = await member.records.patch<Article>('articles', first.id, { status: 'published' });
    expect(patched).toMatchObject({ title: 'Uno', status: 'published', views: 3 });
  });

  test('batches create, update and delete', async () => {
    const titles = Array.from({ length: 50 }, (_, index) => `Batch ${String(index).padStart(2, '0')}`);
    const created = await member.records.batchCreate(
      'articles',
      titles.map((title, index) => ({ title, views: index, status: index % 2 ? 'published' : 'draft' })),
    );
    expect(created.count).toBe(50);
    expect(created.created.map((record) => record['title'])).toEqual(titles);
    const ids = created.created.map((record) => record.id);
    const updated = await member.records.batchUpdate(
      'articles',
      ids.slice(0, 2).map((id) => ({ id, data: { views: 1000 } })),
    );
    expect(updated.updated.map((record) => record['views'])).toEqual([1000, 1000]);
    const deleted = await member.records.batchDelete('articles', ids.slice(0, 5));
    expect(deleted).toEqual({ deleted: ids.slice(0, 5), count: 5 });
  });

  test('aggregates', async () => {
    const { results, total_groups } = await member.records.aggregate('articles', {
      functions: 'count(),sum(views)',
      group_by: 'status',
      filter: 'title ~ "Batch" && views >= 10 && views < 20',
      having: 'count() > 4 && sum(views) > 70',
    });
    expect(results).toEqual([{ status: 'published', count: 5, sum_views: 75 }]);
    expect(total_groups).toBe(1);
  });

  test('lists with filter, sort, fields and pages', async () => {
    const page = await member.records
      .query<Article>('articles')
      .select(['id', 'title'])
      .filter('status', '=', 'published')
      .filter('views', '>=', 10)
      .sort('views', 'desc')
      .sort('title')
      .page(2, 5)
      .get();
    expect(page).toMatchObject({ total: 20, skip: 5, limit: 5 });
    expect(page.items.map((item) => item.title)).toEqual(['Batch 39', 'Batch 37', 'Batch 35', 'Batch 33', 'Batch 31']);
    expect(Object.keys(page.items[0]!).sort()).toEqual(['id', 'title']);

    const raw = await member.records.list<Article>('articles', {
      filter: '(title ~ "Batch 4" || title = \'Uno\') && published = false',
    });
    expect(raw.total).toBe(11);
    const some = await member.records.query<Article>('articles').filter('views', 'IN', [41, 42]).sort('views').get();
    expect(some.items.map((item) => item.views)).toEqual([41, 42]);
    expect(await member.records.query('articles').filter('status', 'IS NULL').first()).toBeNull();
  });

  test('pages by cursor through every record exactly once, and back', async () => {
    const all = (await member.records.list<Article>('articles', { limit: 100, sort: 'views' })).items;
    const seen: string[] = [];
    const cursors: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: { items: { id: string }[]; next_cursor?: string | null; has_more?: boolean } =
        await member.records.list('articles', { cursor, limit: 10, sort: 'views' });
      seen.push(...page.items.map((item) => item.id));
      cursors.push(cursor);
      cursor = page.has_more ? page.next_cursor! : undefined;
    }
    expect(seen).toEqual(all.map((item) => item.id));
  });

  test('another account finds none of it', async () => {
    const stranger = world.sdk();
    await stranger.login({ account: 'acme', email: world.acme.email, password: PASSWORD });
    expect((await stranger.records.list('articles')).total).toBe(0);
    await expect(stranger.records.get('articles', first.id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(stranger.records.patch('articles', first.id, { title: 'mine' })).rejects.toBeInstanceOf(NotFoundError);
    await expect(stranger.records.delete('articles', first.id)).rejects.toBeInstanceOf(NotFoundError);
  });

  test('delete, and it is gone', async () => {
    await member.records.delete('articles', first.id);
    await expect(member.records.get('articles', first.id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(member.records.get('articles', '000000000000000000000000')).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe('sessions', () => {
  test('refresh rotates; the old refresh token ends the session', async () => {
    const { refresh_token: before } = await member.login({
      account: 'sdk-company',
      email: 'eve@sdk.example',
      password: PASSWORD,
    });
    const { refresh_token: after } = await member.refreshToken();
    expect(after).not.toBe(before);
    expect((await member.records.list('articles')).total).toBe(45);
    const reused = await world.http.post('/api/v1/auth/refresh', { refresh_token: before });
    expect(reused.status).toBe(401);
    await expect(member.records.list('articles')).rejects.toBeInstanceOf(AuthenticationError);
  });

  test('logout ends the session on the server as well', async () => {
    const { token } = await member.login({ account: 'sdk-company', email: 'eve@sdk.example', password: PASSWORD });
    await member.logout();
    expect(member.isAuthenticated).toBe(false);
    const { status } = await world.http.get('/api/v1/records/articles', { token });
    expect(status).toBe(401);
  });
});

describe('API keys', () => {
  test('a superadmin key works alone and is shown once', async () => {
    const key = await admin.apiKeys.create({ name: 'integration' });
    const machine = world.sdk({ apiKey: key.key });
    expect(await machine.collections.listNames()).toContain('articles');
    expect((await admin.apiKeys.list()).items.map((item) => item.key)).not.toContain(key.key);
    await admin.apiKeys.revoke(key.id);
    await expect(machine.collections.listNames()).rejects.toBeInstanceOf(AuthenticationError);
  });
});
