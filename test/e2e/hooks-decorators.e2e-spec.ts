/** Decorated methods of a team's own Nest providers: found when the server starts, and called with what providers hold. */
import { Injectable, Module } from '@nestjs/common';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookEvent, Next } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import { OnHook, OnRecord } from '#server/modules/hooks/hook.decorators';
import { createDatabase, type TestDatabase } from '../support/database';
import { API, login, type Member } from '../support/member';
import { startServerOn, type TestServer } from '../support/server';

@Injectable()
class Slugs {
  of(title: string): string {
    return title.toLowerCase().replaceAll(' ', '-');
  }
}

@Injectable()
class PostHooks {
  readonly seen: string[] = [];

  constructor(private readonly slugs: Slugs) {}

  @OnRecord('before_create', 'posts')
  async slug(event: HookEvent<'on_record_before_create'>, next: Next): Promise<void> {
    event.data['slug'] = this.slugs.of(event.data['title'] as string);
    await next();
  }

  @OnRecord('before_create', 'posts', { priority: 1 })
  guard(event: HookEvent<'on_record_before_create'>): void {
    this.seen.push(`before ${event.data['slug'] as string}`);
    if (event.data['title'] === 'No') event.abort(422, 'Not this title', 'TITLE_REFUSED');
  }

  @OnHook('on_record_after_create')
  told({ collection, record }: HookEvent<'on_record_after_create'>): void {
    this.seen.push(`after ${collection} ${record?.['slug'] as string}`);
  }
}

@Module({ providers: [Slugs, PostHooks] })
class TeamModule {}

let database: TestDatabase;
let server: TestServer;
let operator: Member;
let hooks: PostHooks;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServerOn(database, {}, undefined, [TeamModule]);
  operator = await login(server.http, 'system', server.superadminEmail);
  hooks = server.app.get(PostHooks, { strict: false });
  const fields = ['title', 'slug'].map((name) => ({ name, type: 'text' }));
  for (const name of ['posts', 'pages']) await server.http.post(`${API}/collections`, { name, fields }, operator);
});
beforeEach(() => void hooks.seen.splice(0));
afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const post = (collection: string, title: string) =>
  server.http.post(`${API}/records/${collection}`, { title }, operator);
const idle = () => server.app.get(AfterHooks, { strict: false }).idle();

test('they are called in the order of their priorities, and change what is written', async () => {
  expect(await post('posts', 'Hello World')).toMatchObject({ status: 201, body: { slug: 'hello-world' } });
  await idle();
  expect(hooks.seen).toEqual(['before undefined', 'after posts hello-world']);
});

test('they refuse', async () => {
  expect(await post('posts', 'No')).toMatchObject({ status: 422, body: { error: 'TITLE_REFUSED' } });
  await idle();
  expect(hooks.seen).toEqual(['before undefined']);
});

test('one of a collection is not called for another', async () => {
  expect(await post('pages', 'No')).toMatchObject({ status: 201, body: { title: 'No' } });
  await idle();
  expect(hooks.seen).toHaveLength(1);
});

test('the list of hooks names the method', () => {
  const sources = server.app
    .get(HookBus, { strict: false })
    .list()
    .map(({ event, source }) => `${event} ${source}`);
  expect(sources).toEqual(
    expect.arrayContaining([
      'on_record_before_create PostHooks.guard',
      'on_record_before_create PostHooks.slug',
      'on_record_after_create PostHooks.told',
    ]),
  );
});
