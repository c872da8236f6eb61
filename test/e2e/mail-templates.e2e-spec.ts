/** The texts of mails, as operators read, write, try and send them. */
import { BUILT_IN_TEMPLATES, builtInTemplate } from '#domain/mail/built-in-templates';
import { newId } from '#domain/kernel/ids';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { MAIL_TYPES } from '#domain/mail/mail-type';
import { mailTo, noMailTo } from '../support/mailbox';
import { API } from '../support/member';
import { queueMail } from '../support/queue-mail';
import { runScenarios, type Scenario } from '../support/scenario';
import { passTime, tellRealTime } from '../support/clock';
import { createWorld, type World } from '../support/world';

const TEMPLATES = `${API}/admin/email/templates`;
const INVITATION = builtInTemplate('invitation').id;
const RESET = builtInTemplate('password_reset').id;
const TEXTS = { subject: 'Hello', html_body: '<p>{{ email }}</p>', text_body: '{{ email }}' };
const LIMITS = { subject: 255, html_body: 40_000, text_body: 16_000 };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const asRoot = () => ({ token: world.superadmin.token });
const superadmin = (of: World) => of.superadmin;
const admin = (of: World) => of.acme;
const create = (body: object) =>
  world.http.post(TEMPLATES, { template_type: 'invitation', ...TEXTS, ...body }, asRoot());

describe('templates', () => {
  test('that come with the server: one for each kind of mail', async () => {
    const { status, body } = await world.http.get(TEMPLATES, asRoot());
    expect(status).toBe(200);
    const builtIn = body.filter((template: { is_builtin: boolean }) => template.is_builtin);
    expect(builtIn.map((template: { template_type: string }) => template.template_type)).toEqual(MAIL_TYPES);
    const { subject, htmlBody, textBody, createdAt } = builtInTemplate('invitation');
    const shown = await world.http.get(`${TEMPLATES}/${INVITATION}`, asRoot());
    expect(shown.body).toEqual({
      id: INVITATION,
      account_id: SYSTEM_ACCOUNT_ID,
      template_type: 'invitation',
      locale: 'en',
      subject,
      html_body: htmlBody,
      text_body: textBody,
      enabled: true,
      is_builtin: true,
      created_at: createdAt,
      updated_at: createdAt,
    });
  });

  test('are made for an account and a language, found by what they are, changed and deleted', async () => {
    const account_id = world.acme.accountId;
    const made = await create({ account_id, locale: 'DE-at', enabled: false });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...TEXTS, account_id, locale: 'de-AT', enabled: false, is_builtin: false });
    const { id } = made.body;
    const found = async (query: string): Promise<boolean> => {
      const { status, body } = await world.http.get(`${TEMPLATES}?${query}`, asRoot());
      expect(status).toBe(200);
      return body.some((template: { id: string }) => template.id === id);
    };
    for (const query of [
      'template_type=invitation',
      'locale=de-AT',
      'locale=de-at',
      `account_id=${account_id}`,
      'enabled=false',
      '',
    ]) {
      expect([query, await found(query)]).toEqual([query, true]);
    }
    for (const query of [
      'template_type=new_login',
      'locale=de',
      `account_id=${world.twin.accountId}`,
      'enabled=true',
      'locale=%00',
    ]) {
      expect([query, await found(query)]).toEqual([query, false]);
    }

    // It was made at the time of its id, which may be ahead of the clock where another suite let time pass.
    passTime(Date.parse(made.body.created_at) - Date.now() + 1000);
    const changed = await world.http.put(
      `${TEMPLATES}/${id}`,
      { subject: 'Servus', enabled: true, html_body: null },
      asRoot(),
    );
    expect(changed.body).toMatchObject({ ...TEXTS, subject: 'Servus', enabled: true, locale: 'de-AT' });
    tellRealTime();
    expect(changed.body.updated_at > changed.body.created_at).toBe(true);
    expect((await world.http.delete(`${TEMPLATES}/${id}`, asRoot())).status).toBe(204);
    expect((await world.http.get(`${TEMPLATES}/${id}`, asRoot())).status).toBe(404);
    expect((await world.http.delete(`${TEMPLATES}/${id}`, asRoot())).status).toBe(404);
  });

  test('are unique for an account, a kind and a language, even when ten are made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create({ locale: 'it' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect((await create({ locale: 'en' })).status).toBe(409);
    expect((await create({ locale: 'it', account_id: world.acme.accountId })).status).toBe(201);
  });

  test('that come with the server are rewritten, used so, and come back when that is deleted', async () => {
    const builtIn = (await world.http.get(`${TEMPLATES}/${RESET}`, asRoot())).body;
    const answers = await Promise.all(
      ['First', 'Second'].map((subject) => world.http.put(`${TEMPLATES}/${RESET}`, { subject }, asRoot())),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const changed = await world.http.put(`${TEMPLATES}/${RESET}`, { subject: 'Ours for {{ email }}' }, asRoot());
    expect(changed.body).toMatchObject({ id: RESET, subject: 'Ours for {{ email }}', is_builtin: true });
    expect(changed.body.text_body).toBe(builtIn.text_body);
    expect(
      (await world.http.get(TEMPLATES, asRoot())).body.filter(({ id }: { id: string }) => id === RESET),
    ).toHaveLength(1);
    await queueMail(world.server.app, { accountId: world.acme.accountId, recipient: 'ours@mail.example' });
    expect((await mailTo(world.server, 'ours@mail.example')).subject).toBe('Ours for ours@mail.example');

    for (let times = 0; times < 2; times += 1) {
      expect((await world.http.delete(`${TEMPLATES}/${RESET}`, asRoot())).status).toBe(204);
      expect((await world.http.get(`${TEMPLATES}/${RESET}`, asRoot())).body).toEqual(builtIn);
    }
  });

  test('as long as they may be fit into a request', async () => {
    const long = Object.fromEntries(Object.entries(LIMITS).map(([name, length]) => [name, 'x'.repeat(length)]));
    expect((await create({ ...long, locale: 'nl' })).status).toBe(201);
    for (const [name, length] of Object.entries(LIMITS)) {
      const answer = await create({ ...TEXTS, [name]: 'x'.repeat(length + 1), locale: 'sv' });
      expect([name, answer.status, Object.keys(answer.body.errors)]).toEqual([name, 422, [name]]);
    }
  });

  test('that fail are refused with the place, and nothing is changed', async () => {
    const bad = { subject: '{{ email', html_body: 'one\n{% for %}', text_body: '{% include "/etc/passwd" %}' };
    for (const [field, text] of Object.entries(bad)) {
      for (const answer of [
        await world.http.put(`${TEMPLATES}/${INVITATION}`, { enabled: false, [field]: text }, asRoot()),
        await create({ locale: 'pl', [field]: text }),
        await world.http.post(`${TEMPLATES}/render`, { template_type: 'invitation', [field]: text }, asRoot()),
      ]) {
        expect([field, answer.status]).toEqual([field, 422]);
        expect(answer.body).toMatchObject({ error: 'EMAIL_TEMPLATE_INVALID', field });
        expect(answer.body.errors[field][0]).toMatch(/^Template rendering failed: .*line:\d+, col:\d+/);
      }
    }
    expect((await world.http.get(`${TEMPLATES}/${INVITATION}`, asRoot())).body.enabled).toBe(true);
    expect((await world.http.get(`${TEMPLATES}?locale=pl`, asRoot())).body).toEqual([]);
    const endless = '{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}';
    expect((await world.http.put(`${TEMPLATES}/${INVITATION}`, { text_body: endless }, asRoot())).status).toBe(422);
  });
});

describe('a preview', () => {
  const render = (body: object) =>
    world.http.post(`${TEMPLATES}/render`, { template_type: 'invitation', ...body }, asRoot());

  test('shows what a mail would say', async () => {
    const variables = {
      account_name: 'A & B',
      email: 'ada@mail.example',
      invited_by: 'bob@mail.example',
      token: 'abc',
    };
    const { status, body } = await render({ variables });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['subject', 'html_body', 'text_body']);
    expect(body.text_body).toContain('bob@mail.example invites you to join “A & B” on SnackBase as ada@mail.example');
    expect(body.html_body).toContain('“A &amp; B”');
  });

  test('takes texts that are not stored yet, and the account’s own', async () => {
    const over = { subject: '{{ token }}S {{ x }}', html_body: '<i>{{ x }}</i>', text_body: '{{ x }} {{ token }}' };
    const variables = { x: '<b>', token: 'abc' };
    expect((await render({ ...over, variables })).body).toEqual({
      subject: 'S <b>',
      html_body: '<i>&lt;b&gt;</i>',
      text_body: '<b> abc',
    });
    const account_id = world.twin.accountId;
    expect((await create({ account_id, locale: 'fi', subject: 'Terve' })).status).toBe(201);
    expect((await render({ account_id, locale: 'fi' })).body.subject).toBe('Terve');
    expect((await render({ account_id: world.acme.accountId, locale: 'fi' })).body.subject).toBe(
      'You are invited to SnackBase',
    );
  });
});

describe('a test mail', () => {
  test.each(BUILT_IN_TEMPLATES.map(({ id, type }) => [type, id]))('of %s arrives, with samples', async (type, id) => {
    const recipient = `${type}@mail.example`;
    const answer = await world.http.post(`${TEMPLATES}/${id}/test`, { recipient_email: recipient }, asRoot());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'success',
      message: expect.stringContaining(recipient),
      template_type: type,
      locale: 'en',
    });
    expect((await mailTo(world.server, recipient, type)).subject).not.toBe('');
  });

  test('uses this template, even where another one would be chosen, and these variables', async () => {
    const { id } = (
      await create({ account_id: world.acme.accountId, locale: 'pt', enabled: false, subject: 'Olá {{ x }}' })
    ).body;
    const body = {
      recipient: 'old-client@mail.example',
      variables: { x: 'Ada', email: 'given@mail.example' },
      provider: 'smtp',
    };
    expect((await world.http.post(`${TEMPLATES}/${id}/test`, body, asRoot())).status).toBe(200);
    const mail = await mailTo(world.server, 'old-client@mail.example');
    expect(mail).toMatchObject({ subject: 'Olá Ada', text: expect.stringContaining('given@mail.example') });
  });

  test('of a template that cannot be rendered is refused before anything is queued', async () => {
    const source = '{% assign n = x | plus: 0 %}{% for i in (1..n) %}x{% endfor %}';
    const { id } = (await create({ locale: 'cs', text_body: source })).body;
    const body = { recipient_email: 'nobody@mail.example', variables: { x: '999999999' } };
    expect((await world.http.post(`${TEMPLATES}/${id}/test`, body, asRoot())).status).toBe(422);
    await noMailTo(world.server, 'nobody@mail.example');
  });
});

const doors: Scenario[] = (
  [
    ['GET', TEMPLATES],
    ['GET', `${TEMPLATES}/${INVITATION}`],
    ['POST', TEMPLATES],
    ['PUT', `${TEMPLATES}/${INVITATION}`],
    ['DELETE', `${TEMPLATES}/${INVITATION}`],
    ['POST', `${TEMPLATES}/render`],
    ['POST', `${TEMPLATES}/${INVITATION}/test`],
  ] as const
).flatMap(([method, path]) => {
  const body =
    method === 'GET'
      ? {}
      : { body: { template_type: 'invitation', locale: 'xx', ...TEXTS, recipient_email: 'a@b.example' } };
  return [
    { name: `${method} ${path} without a token`, method, path, ...body, status: 401 },
    {
      name: `${method} ${path} as the admin of an account`,
      as: admin,
      method,
      path,
      ...body,
      status: 403,
      excludes: ['superadmin'],
    },
  ];
});

const post = (name: string, body: unknown, status = 422, path = TEMPLATES): Scenario => ({
  name: `POST ${path.slice(TEMPLATES.length)} ${name}`,
  as: superadmin,
  method: 'POST',
  path,
  body,
  status,
});
const NEW = { template_type: 'invitation', locale: 'xx', ...TEXTS };

describe('nobody else and nothing else', () => {
  runScenarios(
    () => world,
    [
      ...doors,
      ...['GET', 'PUT', 'DELETE'].flatMap((method): Scenario[] =>
        [newId(), 'render', 'x', '0', INVITATION.toUpperCase(), `${INVITATION}%00`].map((id) => ({
          name: `${method} of the unknown template ${id}`,
          as: superadmin,
          method: method as 'GET',
          path: `${TEMPLATES}/${id}`,
          ...(method === 'PUT' ? { body: {} } : {}),
          status: 404,
        })),
      ),
      post('with an unknown type', { ...NEW, template_type: 'spam' }),
      post('with a type that everything has', { ...NEW, template_type: 'constructor' }),
      post('with a type that is an operator', { ...NEW, template_type: { $ne: 'x' } }),
      post('without a locale', { ...NEW, locale: undefined }),
      post('with an invalid locale', { ...NEW, locale: '../../etc' }),
      post('with a locale that is a list', { ...NEW, locale: ['de'] }),
      post('with texts of the wrong type', { ...NEW, subject: 7, html_body: {}, text_body: [] }),
      post('with an empty subject', { ...NEW, subject: '' }),
      post('with U+0000', { ...NEW, text_body: 'a\u0000b' }),
      post('with half a character', { ...NEW, subject: 'a\ud800' }),
      post('for an account that is not there', { ...NEW, account_id: newId() }, 404),
      post('for what is no account', { ...NEW, account_id: 'acme' }, 404),
      post('with a flag that is a text', { ...NEW, enabled: 'yes' }),
      post('of an unknown type', { template_type: 'x' }, 422, `${TEMPLATES}/render`),
      post(
        'with variables that are a list',
        { template_type: 'invitation', variables: ['a'] },
        422,
        `${TEMPLATES}/render`,
      ),
      post(
        'with variables that are no texts',
        { template_type: 'invitation', variables: { a: { b: 1 } } },
        422,
        `${TEMPLATES}/render`,
      ),
      post(
        'with a variable of another name',
        { template_type: 'invitation', variables: { 'a b': 'x' } },
        422,
        `${TEMPLATES}/render`,
      ),
      post(
        'for an account that is not there',
        { template_type: 'invitation', account_id: newId() },
        404,
        `${TEMPLATES}/render`,
      ),
      post('to nobody', {}, 422, `${TEMPLATES}/${INVITATION}/test`),
      post('to two', { recipient_email: 'a@b.example, c@d.example' }, 422, `${TEMPLATES}/${INVITATION}/test`),
      post(
        'with a header',
        { recipient_email: 'a@b.example\r\nBcc: c@d.example' },
        422,
        `${TEMPLATES}/${INVITATION}/test`,
      ),
      post('to a list', { recipient_email: ['a@b.example'] }, 422, `${TEMPLATES}/${INVITATION}/test`),
      post('of an unknown template', { recipient_email: 'a@b.example' }, 404, `${TEMPLATES}/${newId()}/test`),
      ...['template_type=spam', 'enabled=maybe', 'template_type=a&template_type=b', `locale=${'x'.repeat(17)}`].map(
        (query): Scenario => ({
          name: `GET ?${query}`,
          as: superadmin,
          method: 'GET',
          path: `${TEMPLATES}?${query}`,
          status: 422,
        }),
      ),
    ],
  );

  test('a prototype is no variable', async () => {
    const raw = `{"template_type":"invitation","text_body":"{{ polluted }}","variables":{"__proto__":{"polluted":"yes"}}}`;
    const answer = await world.http.call('POST', `${TEMPLATES}/render`, { ...asRoot(), raw });
    expect(answer.text).not.toContain('yes');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
