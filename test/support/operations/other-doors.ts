/**
 * Sends a request that succeeds to every route that changes no records: people, accounts, roles, groups, keys, mails.
 */
import type { Answer, Json } from '../http';
import { mailTo } from '../mailbox';
import { API, login, type Member, PASSWORD } from '../member';
import type { World } from '../world';

const NEXT_PASSWORD = 'Another-Horse-8';
const TEXTS = { subject: 'Hello', html_body: '<p>{{ email }}</p>', text_body: '{{ email }}' };

export class OtherDoors {
  /** As the API document names them. */
  readonly asked = new Set<string>();

  constructor(private readonly world: World) {}

  async ask(): Promise<void> {
    await this.askOperators();
    await this.askMacros();
    await this.askGroupsAndKeys();
    await this.askUsers();
    await this.askInvitations();
    await this.askTemplates();
    await this.askSelfService();
  }

  private async askOperators(): Promise<void> {
    const { superadmin, acme } = this.world;
    const fields = [{ name: 'line', type: 'text' }];
    await this.call('POST /collections', superadmin, {}, { name: 'others', fields });
    await this.call('PUT /collections/{name}/rules', superadmin, { name: 'others' }, { list_rule: '' });
    const role = await this.call('POST /roles', superadmin, {}, { name: 'visitor' });
    await this.call('PUT /roles/{id}', superadmin, role, { name: 'visitor', description: 'a' });
    await this.call('PATCH /roles/{id}', superadmin, role, { description: 'b' });
    await this.call('DELETE /roles/{id}', superadmin, role);
    await this.call('POST /roles/validate-rule', superadmin, {}, { rule: '@owns_record()' });
    await this.call('POST /roles/test-rule', superadmin, {}, { rule: '@owns_record()', context: {} });
    await this.call('POST /rules/validate', superadmin, {}, { rule: '@owns_record()', operation: 'list' });
    await this.call('POST /rules/test', superadmin, {}, { rule: '@owns_record()', context: {} });
    await this.call(
      'POST /rules/explain',
      superadmin,
      {},
      { collection: 'others', operation: 'list', user: acme.userId },
    );
    const account = await this.call('POST /accounts', superadmin, {}, { name: 'Third', slug: 'third' });
    await this.call('PUT /accounts/{id}', superadmin, account, { name: 'The third' });
    await this.call('PATCH /accounts/{id}', superadmin, account, { is_active: false });
  }

  private async askMacros(): Promise<void> {
    const { superadmin } = this.world;
    const macro = await this.call('POST /macros', superadmin, {}, { name: 'one', sql_query: 'SELECT 1' });
    await this.call('PUT /macros/{id}', superadmin, macro, { description: 'a' });
    await this.call('PATCH /macros/{id}', superadmin, macro, { description: 'b' });
    await this.call('POST /macros/{id}/test', superadmin, macro);
    await this.call('DELETE /macros/{id}', superadmin, macro);
  }

  private async askGroupsAndKeys(): Promise<void> {
    const { acme } = this.world;
    const group = await this.call('POST /groups', acme, {}, { name: 'staff' });
    await this.call('PATCH /groups/{id}', acme, group, { description: 'a' });
    for (const members of ['users', 'members']) {
      await this.call(`POST /groups/{id}/${members}`, acme, group, { user_id: acme.userId });
      await this.call(`DELETE /groups/{id}/${members}/{userId}`, acme, { ...group, userId: acme.userId });
    }
    await this.call('DELETE /groups/{id}', acme, group);
    const key = await this.call('POST /admin/api-keys', acme, {}, { name: 'key', scopes: ['tasks:read'] });
    await this.call('DELETE /admin/api-keys/{id}', acme, key);
  }

  private async askUsers(): Promise<void> {
    const { acme } = this.world;
    const user = await this.call('POST /users', acme, {}, { email: 'new@acme.example', password: PASSWORD });
    await this.call('PATCH /users/{id}', acme, user, { first_name: 'Ann' });
    await this.call('POST /users/{id}/resend-verification', acme, user);
    await this.call('POST /users/{id}/verify', acme, user);
    for (const method of ['PUT', 'POST']) {
      await this.call(`${method} /users/{id}/password`, acme, user, { new_password: NEXT_PASSWORD });
    }
    await this.call('DELETE /users/{id}', acme, user);
  }

  private async askInvitations(): Promise<void> {
    const { acme } = this.world;
    const first = await this.call('POST /invitations', acme, {}, { email: 'first@acme.example' });
    await this.call('POST /invitations/{id}/resend', acme, first);
    await this.call('DELETE /invitations/{token}', acme, { token: first.id });
    const second = await this.call('POST /invitations', acme, {}, { email: 'second@acme.example' });
    await this.call('POST /invitations/{token}/accept', null, second, { password: PASSWORD });
  }

  private async askTemplates(): Promise<void> {
    const { superadmin } = this.world;
    const own = { template_type: 'invitation', locale: 'de', ...TEXTS };
    const template = await this.call('POST /admin/email/templates', superadmin, {}, own);
    await this.call('POST /admin/email/templates/render', superadmin, {}, { template_type: 'invitation' });
    await this.call('PUT /admin/email/templates/{id}', superadmin, template, { subject: 'Good day' });
    const recipient = { recipient_email: 'somebody@elsewhere.example' };
    await this.call('POST /admin/email/templates/{id}/test', superadmin, template, recipient);
    await this.call('DELETE /admin/email/templates/{id}', superadmin, template);
  }

  private async askSelfService(): Promise<void> {
    const { server, http } = this.world;
    const account = 'own-doors';
    const [email, next] = [`owner@${account}.example`, `next@${account}.example`];
    await this.call(
      'POST /auth/register',
      null,
      {},
      { email, password: PASSWORD, account_name: account, account_slug: account },
    );
    const verification = await mailTo(server, email, 'email_verification');
    await this.call('POST /auth/send-verification', null, {}, { email, account });
    await this.call('POST /auth/resend-verification', null, {}, { email, account });
    await this.call('POST /auth/verify-email', null, {}, { token: verification.token });
    await this.call('POST /auth/login', null, {}, { email, account, password: PASSWORD });
    const owner = await login(http, account, email);
    await this.call('PATCH /auth/me', owner, {}, { first_name: 'Ann' });
    await this.call('POST /auth/change-email', owner, {}, { new_email: next, password: PASSWORD });
    const change = await mailTo(server, next, 'email_change');
    await this.call('POST /auth/confirm-email-change', null, {}, { token: change.token });
    await this.call('POST /auth/forgot-password', null, {}, { email: next, account });
    const { token } = await mailTo(server, next, 'password_reset');
    await this.call('POST /auth/reset-password', null, {}, { token, new_password: NEXT_PASSWORD });
    await this.askSessions(await login(http, account, next, NEXT_PASSWORD), account, next);
  }

  private async askSessions(owner: Member, account: string, email: string): Promise<void> {
    const { http } = this.world;
    await login(http, account, email, NEXT_PASSWORD);
    const { body } = await http.get(`${API}/auth/sessions`, owner);
    const other = body.items.find((session: Json) => !session.current);
    await this.call('DELETE /auth/sessions/{id}', owner, other);
    await this.call('DELETE /auth/sessions', owner);
    const passwords = { current_password: NEXT_PASSWORD, new_password: PASSWORD };
    await this.call('POST /auth/change-password', owner, {}, passwords);
    const again = await login(http, account, email);
    await this.call('POST /auth/refresh', null, {}, { refresh_token: again.refreshToken });
    await this.call('POST /auth/logout', await login(http, account, email), {}, {});
  }

  /** `values` take the places of the path's parameters. Throws when it is refused; resolves with the answer's body. */
  private async call(door: string, as: Member | null, values: Json = {}, body?: object): Promise<Json> {
    const [method, path] = door.split(' ') as [string, string];
    const concrete = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]);
    const more: { token?: string; body?: unknown } = { ...(as && { token: as.token }) };
    if (method !== 'DELETE') more.body = body ?? {};
    const answer: Answer = await this.world.http.call(method, API + concrete, more);
    if (answer.status >= 300) throw new Error(`${door}: ${answer.status} ${answer.text}`);
    this.asked.add(door);
    return answer.body;
  }
}
