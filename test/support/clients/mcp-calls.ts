/** The arguments of each action of the MCP server that this version answers, by tool, in the order in which they are called. */
import { PASSWORD } from '../member';
import type { Scene } from './scene';

type Arguments = Readonly<Record<string, unknown>>;
type Actions = Readonly<Record<string, (scene: Scene) => Arguments>>;

/** Made through the SDK before; see sdk-calls.ts. */
const NOTES = 'sdk_notes';
const FIELDS = [{ name: 'title', type: 'text' }];
const none = (): Arguments => ({});

/** `created`: the tool whose last answer had that id. */
const of =
  (member: string, created: string, more: Arguments = {}) =>
  (scene: Scene): Arguments => ({ [member]: scene.id(created), ...more });

const inNotes =
  (more: (scene: Scene) => Arguments = none) =>
  (scene: Scene): Arguments => ({ collection: NOTES, ...more(scene) });

export const MCP_CALLS: Readonly<Record<string, Actions>> = {
  collections: {
    list: none,
    list_names: none,
    create: () => ({ name: 'mcp_notes', fields: FIELDS }),
    get: of('collection_id', 'collections'),
    update: of('collection_id', 'collections', { list_rule: '' }),
    delete: of('collection_id', 'collections'),
  },
  records: {
    list: inNotes(),
    create: inNotes(() => ({ data: { title: 'a' } })),
    get: inNotes(of('record_id', 'records')),
    update: inNotes(of('record_id', 'records', { data: { title: 'b' } })),
    patch: inNotes(of('record_id', 'records', { data: { title: 'c' } })),
    batchCreate: inNotes(() => ({ records: [{ title: 'd' }] })),
    batchUpdate: inNotes((scene) => ({ items: [{ id: scene.id('records'), data: { title: 'e' } }] })),
    aggregate: inNotes(() => ({ functions: 'COUNT(*), MAX(title)', group_by: 'parent', having: 'COUNT(*) > 0' })),
    batchDelete: inNotes((scene) => ({ ids: [scene.id('records')] })),
    delete: inNotes(of('record_id', 'record')),
  },
  collection_rules: {
    get: () => ({ collection_name: NOTES }),
    update: () => ({ collection_name: NOTES, data: { view_rule: '' } }),
    validate: () => ({ rule: 'title = "a"', operation: 'list', collection_fields: ['title'] }),
    test: () => ({ rule: 'true', context: {} }),
  },
  macros: {
    list: none,
    create: () => ({ name: 'mcp_one', description: 'One', sql_query: 'SELECT 1', parameters: [] }),
    get: of('macro_id', 'macros'),
    update: of('macro_id', 'macros', { description: 'Always one' }),
    test: of('macro_id', 'macros', { params: [] }),
    delete: of('macro_id', 'macros'),
  },
  accounts: {
    list: none,
    create: () => ({ name: 'Tools' }),
    get: of('account_id', 'accounts'),
    update: of('account_id', 'accounts', { name: 'Tools and more' }),
    get_users: of('account_id', 'accounts'),
    delete: of('account_id', 'accounts'),
  },
  users: {
    list: none,
    create: (scene) => ({
      email: 'fay@clients.example',
      account_id: scene.id('account'),
      password: PASSWORD,
      role_id: Number(scene.id('user role')),
    }),
    get: of('user_id', 'users'),
    update: of('user_id', 'users', { role: 'admin' }),
    set_password: of('user_id', 'users', { password: PASSWORD }),
    resend_verification: of('user_id', 'users'),
    verify_email: of('user_id', 'users'),
    delete: of('user_id', 'users'),
  },
  groups: {
    list: none,
    create: () => ({ name: 'Tools' }),
    get: of('group_id', 'groups'),
    update: of('group_id', 'groups', { description: 'Those with tools' }),
    add_member: (scene) => ({ group_id: scene.id('groups'), user_id: scene.world.superadmin.userId }),
    remove_member: (scene) => ({ group_id: scene.id('groups'), user_id: scene.world.superadmin.userId }),
    delete: of('group_id', 'groups'),
  },
  roles: {
    list: none,
    create: () => ({ name: 'tooled', description: 'Has tools' }),
    get: of('role_id', 'roles'),
    update: of('role_id', 'roles', { description: 'Has more tools' }),
    validate_rule: () => ({ rule: 'true' }),
    test_rule: () => ({ rule: 'true', context: {} }),
    delete: of('role_id', 'roles'),
  },
  invitations: {
    list: none,
    create: () => ({ email: 'gil@clients.example' }),
    resend: of('invitation_id', 'invitations'),
    cancel: of('invitation_id', 'invitations'),
  },
  api_keys: {
    list: none,
    create: () => ({ name: 'of a tool' }),
    get: of('key_id', 'api_keys'),
    revoke: of('key_id', 'spare key'),
  },
  email_templates: {
    list: () => ({ filters: {} }),
    get: of('template_id', 'template'),
    update: of('template_id', 'template', { subject: 'A new password' }),
    render: () => ({ template_type: 'password_reset', locale: 'en', variables: {} }),
    send_test: of('template_id', 'template', { recipient_email: 'hal@clients.example' }),
    list_logs: () => ({ filters: {} }),
    get_log: of('log_id', 'mail'),
  },
};
