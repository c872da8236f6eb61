/** Invitations: who may send them, what they promise, and how they end. Accepting them is in invitations-accept. */
import { newId } from '#domain/kernel/ids';
import { hashSecret } from '#domain/auth/opaque-token';
import { EmailLogEntity } from '#server/infrastructure/database/entities/email-log.entity';
import { InvitationEntity } from '#server/infrastructure/database/entities/invitation.entity';
import { addUser, changeDatabase } from '../support/insiders';
import { eventually } from '../support/eventually';
import { mailTo } from '../support/mailbox';
import { API, type Member } from '../support/member';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const INVITATIONS = `${API}/invitations`;
const LONG_AGO = '2001-01-01T00:00:00.000Z';
const APP_URL = 'https://app.acme.example';
const HOURS_48 = 48 * 3_600_000;

let world: World;
let plain: Member;
const groups: Record<'acme' | 'twin', string> = { acme: '', twin: '' };

const call = (member: Member) => ({ token: member.token });
const invite = (body: object, as: Member = world.acme) => world.http.post(INVITATIONS, body, call(as));
const resend = (id: string, as: Member = world.acme) => world.http.post(`${INVITATIONS}/${id}/resend`, {}, call(as));
const cancel = (id: string, as: Member = world.acme) => world.http.delete(`${INVITATIONS}/${id}`, call(as));
const view = (token: string) => world.http.get(`${INVITATIONS}/${token}`);
const list = (query = '', as: Member = world.acme) => world.http.get(`${INVITATIONS}?${query}`, call(as));
const change = (id: string, values: object) =>
  changeDatabase(world, (manager) => manager.update(InvitationEntity, { id }, values));

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_APP_URL: APP_URL });
  plain = await addUser(world, world.acme, 'plain@acme.example');
  for (const name of ['acme', 'twin'] as const) {
    groups[name] = (await world.http.post(`${API}/groups`, { name: 'staff' }, call(world[name]))).body.id;
  }
});
afterAll(() => world?.close());

describe('an invitation', () => {
  test('is mailed, shown once with its secret, and seen by the holder of that secret', async () => {
    const email = 'New.Person@elsewhere.example';
    const created = await invite({ email: ` ${email} `, role: 'admin', groups: [groups.acme, groups.acme] });
    expect(created.status).toBe(201);
    expect(created.headers.get('cache-control')).toBe('no-store');
    const { id, token } = created.body;
    expect(created.body).toEqual({
      id,
      account_id: world.acme.accountId,
      account_code: world.acme.accountCode,
      email,
      role_id: '1',
      role: 'admin',
      groups: [groups.acme],
      status: 'pending',
      invited_by: world.acme.userId,
      invited_by_email: world.acme.email,
      expires_at: expect.any(String),
      accepted_at: null,
      email_sent: false,
      email_sent_at: null,
      created_at: expect.any(String),
      updated_at: created.body.created_at,
      token: expect.stringMatching(/^[\w-]{43}$/),
    });
    const { created_at, expires_at } = created.body;
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(HOURS_48);

    const mail = await mailTo(world.server, email, 'invitation');
    expect(mail.token).toBe(token);
    // The link is the configuration's, whatever host the request named (I-3).
    expect(mail.text).toContain(`${APP_URL}/accept-invitation?token=${token}`);
    expect(mail.text).toContain(world.acme.email);

    const shown = await view(token);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.body).toEqual({
      email,
      account_name: 'acme',
      invited_by_name: world.acme.email,
      expires_at,
      is_valid: true,
    });
    expect(shown.status).toBe(200);
    const sent = await eventually(async () => {
      const { invitations } = (await list()).body as { invitations: { id: string; email_sent: boolean }[] };
      return invitations.find((each) => each.id === id && each.email_sent);
    });
    expect(sent).toMatchObject({ email_sent_at: expect.stringMatching(/Z$/) });
  });

  test('keeps its secret to the mail and the one answer', async () => {
    const email = 'secret@elsewhere.example';
    const { id, token } = (await invite({ email })).body;
    await mailTo(world.server, email, 'invitation');
    const listed = await list();
    expect(listed.body.invitations.find((each: { id: string }) => each.id === id).token).toBeNull();
    expect(listed.text).not.toContain(token);
    const [row, logs] = await changeDatabase(world, (manager) =>
      Promise.all([
        manager.findOneByOrFail(InvitationEntity, { id }),
        manager.findBy(EmailLogEntity, { recipientEmail: email }),
      ]),
    );
    expect(row.tokenHash).toBe(hashSecret(token));
    expect(JSON.stringify([row, logs])).not.toContain(token);
  });

  test('is for a plain user unless it says otherwise', async () => {
    for (const [body, role] of [
      [{}, 'user'],
      [{ role_id: null, role: null, groups: null }, 'user'],
      [{ role_id: 1 }, 'admin'],
      [{ role_id: '1' }, 'admin'],
      [{ role_id: '2', role: 'user' }, 'user'],
    ] as const) {
      const { status, body: made } = await invite({ email: `${newId()}@elsewhere.example`, ...body });
      expect({ status, role: made.role }).toEqual({ status: 201, role });
    }
  });

  test('is sent again with a new secret and new time, at most once a minute', async () => {
    const email = 'again@elsewhere.example';
    const { id, token: first } = (await invite({ email })).body;
    await change(id, { expiresAt: LONG_AGO });
    expect(await view(first)).toMatchObject({ status: 400, body: { error: 'INVITATION_EXPIRED' } });

    const again = await resend(id);
    expect(again).toMatchObject({ status: 200, body: { message: expect.any(String), token: expect.any(String) } });
    expect(again.headers.get('cache-control')).toBe('no-store');
    const { token } = again.body;
    expect(token).not.toBe(first);
    expect((await view(first)).status).toBe(404);
    expect((await view(token)).status).toBe(200);
    const { expires_at } = (await view(token)).body;
    expect(Date.parse(expires_at)).toBeGreaterThan(Date.now() + HOURS_48 - 60_000);

    const refused = await resend(id);
    expect(refused).toMatchObject({ status: 429, body: { error: 'INVITATION_SENT_RECENTLY' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await view(token)).status).toBe(200);
    await change(id, { updatedAt: new Date(Date.now() - 61_000).toISOString() });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => resend(id, n % 2 ? world.acme : world.superadmin)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429, 429, 429, 429]);
  });

  test('is cancelled, is still listed, and cannot be used or sent again', async () => {
    const { id, token } = (await invite({ email: 'not@elsewhere.example' })).body;
    expect((await cancel(id)).status).toBe(204);
    expect((await cancel(id)).status).toBe(204);
    const cancelled = { status: 400, body: { error: 'INVITATION_CANCELLED' } };
    expect(await view(token)).toMatchObject(cancelled);
    expect(await world.http.post(`${INVITATIONS}/${token}/accept`, { password: 'Correct-Horse-7' })).toMatchObject(
      cancelled,
    );
    expect(await resend(id)).toMatchObject({ status: 400, body: { error: 'INVITATION_STATUS' } });
    const { invitations, total } = (await list('status_filter=cancelled')).body;
    expect(total).toBe(invitations.length);
    expect(invitations.map((each: { id: string }) => each.id)).toContain(id);
    expect(invitations.every((each: { status: string }) => each.status === 'cancelled')).toBe(true);
  });

  test('is one per address at a time, however many ask at once, from both sides', async () => {
    const askers = Array.from({ length: 20 }, (_, index) => (index % 2 ? world.acme : world.superadmin));
    const spelled = (index: number) => (index % 3 ? 'once@elsewhere.example' : 'ONCE@Elsewhere.example');
    const answers = await Promise.all(
      askers.map((asker, index) => invite({ email: spelled(index), account_id: world.acme.accountId }, asker)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      error: 'INVITATION_PENDING',
      field: 'email',
    });
    const { id } = answers.find(({ status }) => status === 201)!.body;

    await change(id, { expiresAt: LONG_AGO });
    const second = await invite({ email: 'once@elsewhere.example' });
    expect(second.status).toBe(201);
    expect(await resend(id)).toMatchObject({ status: 409, body: { error: 'INVITATION_PENDING' } });
  });

  test('tells nothing about other accounts’ users, and is refused to one’s own (B9)', async () => {
    const own = await invite({ email: world.acme.email.toUpperCase() });
    expect(own).toMatchObject({ status: 400, body: { error: 'INVITATION_USER_EXISTS', field: 'email' } });
    const shape = ({ status, body }: { status: number; body: object }) => ({ status, members: Object.keys(body) });
    const elsewhere = await invite({ email: world.twin.email });
    const nowhere = await invite({ email: 'nobody@elsewhere.example' });
    expect(shape(elsewhere)).toEqual(shape(nowhere));
    const seen = [await view(elsewhere.body.token), await view(nowhere.body.token)].map(shape);
    expect(seen[0]).toEqual(seen[1]);
    for (const { id } of [elsewhere.body, nowhere.body]) await cancel(id);
  });

  test('fills nobody’s mailbox by being cancelled and made again', async () => {
    const email = 'victim@elsewhere.example';
    const tries = [];
    for (let count = 0; count < 7; count += 1) {
      const made = await invite({ email: count % 2 ? email : email.toUpperCase() });
      tries.push(made.status);
      if (made.status === 201) await cancel(made.body.id);
      else expect(made.body.error).toBe('INVITATION_LIMIT');
    }
    expect(tries).toEqual([201, 201, 201, 201, 201, 400, 400]);
    expect((await invite({ email }, world.twin)).status).toBe(201);
  });

  test('is one of a bounded number, which cancelling does not reset', async () => {
    const member = await world.register('many-invitations');
    const { id } = (await invite({ email: 'first@elsewhere.example' }, member)).body;
    await changeDatabase(world, async (manager) => {
      const row = await manager.findOneByOrFail(InvitationEntity, { id });
      const rows = Array.from({ length: 499 }, (_, index) => {
        const emailKey = `${index}@elsewhere.example`;
        return {
          ...JSON.parse(JSON.stringify(row)),
          id: newId(),
          email: emailKey,
          emailKey,
          tokenHash: hashSecret(emailKey),
        };
      });
      await manager.insert(InvitationEntity, rows);
    });
    const refused = await invite({ email: 'last@elsewhere.example' }, member);
    expect(refused).toMatchObject({ status: 400, body: { error: 'INVITATION_LIMIT' } });
    await cancel(id, member);
    expect((await invite({ email: 'last@elsewhere.example' }, member)).status).toBe(400);
    await change(id, { expiresAt: LONG_AGO });
    expect((await invite({ email: 'last@elsewhere.example' }, member)).status).toBe(201);
  });
});

describe('the list', () => {
  test('is paged, newest first, by status and account', async () => {
    const member = await world.register('lists-invitations');
    const made: string[] = [];
    for (const name of ['a', 'b', 'c']) made.push((await invite({ email: `${name}@lists.example` }, member)).body.id);
    await change(made[0]!, { expiresAt: LONG_AGO });
    await change(made[1]!, { acceptedAt: LONG_AGO });
    const ids = async (query: string, as = member) => {
      const { status, body } = await list(query, as);
      expect(status).toBe(200);
      return { ...body, invitations: body.invitations.map(({ id }: { id: string }) => id) };
    };
    const newest = made.toReversed();
    expect(await ids('')).toEqual({ invitations: newest, total: 3, page: 1, page_size: 100 });
    expect(await ids('page=2&page_size=2&unknown=1')).toEqual({
      invitations: [made[0]],
      total: 3,
      page: 2,
      page_size: 2,
    });
    expect(await ids('status_filter=expired')).toMatchObject({ invitations: [made[0]], total: 1 });
    expect(await ids('status_filter=accepted')).toMatchObject({ invitations: [made[1]] });
    expect(await ids('status_filter=pending')).toMatchObject({ invitations: [made[2]] });
    expect(await ids('status_filter=cancelled')).toMatchObject({ invitations: [], total: 0 });
    expect(await ids(`account_id=${member.accountId}`)).toMatchObject({ total: 3 });

    const { accountId } = member;
    expect(await ids(`account_id=${accountId}&status_filter=pending`, world.superadmin)).toMatchObject({ total: 1 });
    expect((await list('', world.superadmin)).body.total).toBeGreaterThan(3);
    expect((await list('', world.twin)).text).not.toContain('lists.example');
  });
});

describe('a superadmin', () => {
  test('invites into any existing account, and into the caller’s own when none is named', async () => {
    const { accountId, accountCode } = world.twin;
    const email = 'by-root@elsewhere.example';
    const named = await invite({ email, account_id: accountId, groups: [groups.twin] }, world.superadmin);
    expect(named).toMatchObject({ status: 201, body: { account_id: accountId, account_code: accountCode } });
    expect((await resend(named.body.id, world.superadmin)).status).toBe(200);
    expect((await cancel(named.body.id, world.superadmin)).status).toBe(204);
    // As for every admin; the public client cannot name an account. In the system account everybody is a superadmin.
    for (const more of [{}, { account_id: world.superadmin.accountId }]) {
      const own = await invite({ email, ...more }, world.superadmin);
      expect(own).toMatchObject({ status: 201, body: { account_code: 'SY0000' } });
      await cancel(own.body.id, world.superadmin);
    }
  });
});

describe('nobody else (I-1)', () => {
  const acme = (w: World): Member => w.acme;
  const root = (w: World): Member => w.superadmin;
  const member = (): Member => plain;
  let own = '';
  let foreign = '';
  beforeAll(async () => {
    own = (await invite({ email: 'own@elsewhere.example' })).body.id;
    foreign = (await invite({ email: 'foreign@elsewhere.example' }, world.twin)).body.id;
  });
  const system = '00000000-0000-0000-0000-000000000000';
  const post = (name: string, body: unknown, status: number, more: Partial<Scenario> = {}): Scenario => ({
    name: `create: ${name}`,
    method: 'POST',
    path: INVITATIONS,
    as: acme,
    body,
    status,
    ...more,
  });
  const email = 'x@elsewhere.example';
  const unknown = newId();
  const deep = '['.repeat(5000) + ']'.repeat(5000);
  runScenarios(
    () => world,
    [
      post('no token', { email }, 401, { as: () => ({ token: '' }) as Member }),
      post('a plain member', { email }, 403, { as: member }),
      post('into another account', { email, account_id: unknown }, 404),
      post('into the system account', { email, account_id: system }, 404),
      post('into no account (I-4)', { email, account_id: unknown }, 404, { as: root }),
      post('an account that is no id', { email, account_id: 'acme' }, 404, { as: root }),
      post('an account that is no text', { email, account_id: { $ne: null } }, 422, { as: root }),
      post('no address', {}, 422, { contains: ['"email"'] }),
      post('no real address', { email: 'nobody' }, 422, { contains: ['"email"'] }),
      post('a header in the address', { email: 'a@b.example\r\nBcc: c@d.example' }, 422, { contains: ['"email"'] }),
      post('two addresses', { email: 'a@b.example,c@d.example' }, 422),
      post('a list of addresses', { email: [email] }, 422),
      post('an operator', { email: { $gt: '' } }, 422),
      post('an endless address', { email: `${'x'.repeat(400)}@b.example` }, 422),
      post('an unknown role (I-2)', { email, role: 'owner' }, 422, { contains: ['"role"'] }),
      post('an unknown role number (I-2)', { email, role_id: 999 }, 422, { contains: ['"role_id"'] }),
      post('an invalid role number', { email, role_id: 'admin' }, 422, { contains: ['"role_id"'] }),
      post('a fraction', { email, role_id: 1.5 }, 422, { contains: ['"role_id"'] }),
      post('a huge number', { email, role_id: 1e300 }, 422, { contains: ['"role_id"'] }),
      post('two roles', { email, role_id: 1, role: 'user' }, 422, { contains: ['"role_id"'] }),
      post('a list of roles', { email, role_id: [1] }, 422, { contains: ['"role_id"'] }),
      post('an unknown group (I-2)', { email, groups: [unknown] }, 422, { contains: ['"groups"'] }),
      post('a group that is no id', { email, groups: ['staff'] }, 422, { contains: ['"groups"'] }),
      post('no list of groups', { email, groups: 'staff' }, 422, { contains: ['"groups"'] }),
      post('groups that are no texts', { email, groups: [{ $ne: '' }] }, 422, { contains: ['"groups'] }),
      post('too many groups', { email, groups: Array.from({ length: 51 }, () => unknown) }, 422),
      { name: 'create: no object', as: acme, method: 'POST', path: INVITATIONS, raw: deep, status: 422 },
      { name: 'list: no token', method: 'GET', path: INVITATIONS, status: 401 },
      { name: 'list: a plain member', as: member, method: 'GET', path: INVITATIONS, status: 403 },
      { name: 'list: another status', as: acme, method: 'GET', path: `${INVITATIONS}?status_filter=open`, status: 422 },
      { name: 'list: page 0', as: acme, method: 'GET', path: `${INVITATIONS}?page=0`, status: 422 },
      {
        name: 'list: another account',
        as: acme,
        method: 'GET',
        path: `${INVITATIONS}?account_id=${unknown}`,
        status: 404,
      },
      { name: 'resend: no token', method: 'POST', path: () => `${INVITATIONS}/${own}/resend`, status: 401 },
      {
        name: 'resend: a plain member',
        as: member,
        method: 'POST',
        path: () => `${INVITATIONS}/${own}/resend`,
        status: 403,
      },
      {
        name: 'resend: the twin’s',
        as: acme,
        method: 'POST',
        path: () => `${INVITATIONS}/${foreign}/resend`,
        status: 404,
      },
      { name: 'resend: unknown', as: root, method: 'POST', path: `${INVITATIONS}/${unknown}/resend`, status: 404 },
      { name: 'resend: no id', as: acme, method: 'POST', path: `${INVITATIONS}/x/resend`, status: 404 },
      { name: 'cancel: no token', method: 'DELETE', path: () => `${INVITATIONS}/${own}`, status: 401 },
      {
        name: 'cancel: a plain member',
        as: member,
        method: 'DELETE',
        path: () => `${INVITATIONS}/${own}`,
        status: 403,
      },
      { name: 'cancel: the twin’s', as: acme, method: 'DELETE', path: () => `${INVITATIONS}/${foreign}`, status: 404 },
      { name: 'cancel: unknown', as: root, method: 'DELETE', path: `${INVITATIONS}/${unknown}`, status: 404 },
      {
        name: 'cancel: no id',
        as: acme,
        method: 'DELETE',
        path: `${INVITATIONS}/000000000000000000000000`,
        status: 404,
      },
      { name: 'view: an id', method: 'GET', path: () => `${INVITATIONS}/${own}`, status: 404 },
      { name: 'view: an unknown secret', method: 'GET', path: `${INVITATIONS}/${'A'.repeat(43)}`, status: 404 },
      { name: 'view: a broken path', method: 'GET', path: `${INVITATIONS}/%00`, status: 404 },
    ],
  );

  test('names another account or its groups (I-2, G-1)', async () => {
    const elsewhere = await invite({ email, account_id: world.twin.accountId });
    expect(elsewhere).toMatchObject({ status: 404, body: { error: 'ACCOUNT_NOT_FOUND' } });
    expect((await list(`account_id=${world.twin.accountId}`)).status).toBe(404);
    const refused = await invite({ email, groups: [groups.acme, groups.twin] });
    expect(refused).toMatchObject({ status: 422, body: { errors: { groups: expect.any(Array) } } });
    const unknownOne = await invite({ email, groups: [groups.acme, unknown] });
    expect(unknownOne.body).toEqual({ ...refused.body, request_id: unknownOne.body.request_id });
  });
});
