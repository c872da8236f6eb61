/** One call of each method of the SDK that this version answers, by service, in the order in which they are made. */
import type { SnackBaseClient } from '@snackbase/sdk';
import { API, PASSWORD, SIGNED_IN_RULES } from '../member';
import { SECRETS_SCOPE } from '../secret-world';
import type { Scene } from './scene';

export type SdkCall = (scene: Scene) => unknown;
type Calls = Readonly<Record<string, SdkCall>>;

/** Not a service of the client, but of its records. */
export const QUERY = 'records.query()';

const NOTES = 'sdk_notes';
const VAULTS = 'sdk_vaults';
const ADA = 'ada@clients.example';
const BEN = 'ben@clients.example';
const CLEO = 'cleo@clients.example';
const NEW_PASSWORD = 'Another-Horse-8';
const SIGNED_IN = '@request.auth.id != ""';

/** For methods that ask nothing by themselves, or only after something that is not there either: their route is asked. */
function byHand(path: string): SdkCall {
  return (scene) => scene.world.http.get(API + path);
}

const accounts: Calls = {
  list: ({ admin }) => admin.accounts.list(),
  create: (scene) => scene.made('account', scene.admin.accounts.create({ name: 'Clients', slug: 'clients' })),
  get: (scene) => scene.admin.accounts.get(scene.id('account')),
  update: (scene) => scene.admin.accounts.update(scene.id('account'), { name: 'Clients and Sons' }),
  getUsers: (scene) => scene.admin.accounts.getUsers(scene.id('account')),
  delete: async (scene) => {
    await scene.made('spare', scene.admin.accounts.create({ name: 'Spare' }));
    return scene.admin.accounts.delete(scene.id('spare'));
  },
};

const roles: Calls = {
  list: async (scene) => {
    const { items } = await scene.admin.roles.list();
    scene.remember('user role', items.find(({ name }) => name === 'user')!.id);
  },
  create: (scene) => scene.made('role', scene.admin.roles.create({ name: 'editor', description: 'Edits' })),
  get: (scene) => scene.admin.roles.get(scene.id('role')),
  update: (scene) => scene.admin.roles.update(scene.id('role'), { description: 'Writes' }),
  delete: (scene) => scene.admin.roles.delete(scene.id('role')),
  validateRule: ({ admin }) => admin.roles.validateRule(SIGNED_IN),
  testRule: ({ admin }) => admin.roles.testRule(SIGNED_IN, {}),
};

const users: Calls = {
  list: ({ admin }) => admin.users.list(),
  create: (scene) => {
    const ada = { email: ADA, account_id: scene.id('account'), role_id: Number(scene.id('user role')) };
    return scene.made('user', scene.admin.users.create({ ...ada, password: PASSWORD }));
  },
  get: (scene) => scene.admin.users.get(scene.id('user')),
  update: (scene) => scene.admin.users.update(scene.id('user'), { role: 'admin' }),
  resendVerification: (scene) => scene.admin.users.resendVerification(scene.id('user')),
  verifyEmail: (scene) => scene.admin.users.verifyEmail(scene.id('user')),
  setPassword: (scene) => scene.admin.users.setPassword(scene.id('user'), NEW_PASSWORD),
  resetPassword: (scene) => scene.admin.users.resetPassword(scene.id('user'), { new_password: PASSWORD }),
  delete: async (scene) => {
    const account = { account_id: scene.id('account'), role_id: Number(scene.id('user role')) };
    await scene.made('leaver', scene.admin.users.create({ email: CLEO, password: PASSWORD, ...account }));
    return scene.admin.users.delete(scene.id('leaver'));
  },
};

const auth: Calls = {
  register: ({ guest }) =>
    guest.auth.register({ account_name: 'Guests', account_slug: 'guests', email: BEN, password: PASSWORD }),
  sendVerification: ({ guest }) => guest.auth.sendVerification(BEN),
  verifyEmail: async (scene) => scene.guest.auth.verifyEmail(await scene.token(BEN)),
  login: ({ guest }) => guest.auth.login({ account: 'guests', email: BEN, password: PASSWORD }),
  getCurrentUser: ({ guest }) => guest.auth.getCurrentUser(),
  refreshToken: ({ guest }) => guest.auth.refreshToken(),
  resendVerificationEmail: ({ guest }) => guest.auth.resendVerificationEmail(),
  logout: ({ guest }) => guest.auth.logout(),
  forgotPassword: ({ guest }) => guest.auth.forgotPassword({ account: 'guests', email: BEN }),
  verifyResetToken: async (scene) => {
    const token = await scene.token(BEN);
    scene.remember('reset token', token);
    return scene.guest.auth.verifyResetToken(token);
  },
  handleOAuthCallback: byHand('/auth/oauth/google/callback'),
  resetPassword: (scene) =>
    scene.guest.auth.resetPassword({ token: scene.id('reset token'), new_password: NEW_PASSWORD }),
};

const collections: Calls = {
  create: (scene) => {
    const fields = [
      { name: 'title', type: 'text' as const },
      { name: 'parent', type: 'reference' as const, collection: NOTES, on_delete: 'set_null' as const },
    ];
    return scene.made('collection', scene.admin.collections.create({ name: NOTES, fields, ...SIGNED_IN_RULES }));
  },
  list: ({ admin }) => admin.collections.list(),
  listPaginated: ({ admin }) => admin.collections.listPaginated({ page: 1 }),
  listNames: ({ admin }) => admin.collections.listNames(),
  get: (scene) => scene.admin.collections.get(scene.id('collection')),
  update: (scene) => scene.admin.collections.update(scene.id('collection'), { delete_rule: SIGNED_IN }),
  delete: async (scene) => {
    const spare = { name: 'sdk_spare', fields: [{ name: 'title', type: 'text' as const }] };
    await scene.made('spare collection', scene.admin.collections.create(spare));
    return scene.admin.collections.delete(scene.id('spare collection'));
  },
};

const collectionRules: Calls = {
  get: ({ admin }) => admin.collectionRules.get(NOTES),
  update: ({ admin }) => admin.collectionRules.update(NOTES, { view_rule: SIGNED_IN }),
  validateRule: ({ admin }) => admin.collectionRules.validateRule(SIGNED_IN, 'list', ['title']),
  testRule: ({ admin }) => admin.collectionRules.testRule(SIGNED_IN, { auth: { id: 'a' } }),
};

const macros: Calls = {
  create: (scene) => {
    const sql = { sql_query: `SELECT count(*) > 0 FROM ${NOTES} n WHERE n.title = @title`, parameters: ['title'] };
    return scene.made('macro', scene.admin.macros.create({ name: 'sdk_titled', ...sql }));
  },
  list: ({ admin }) => admin.macros.list({ limit: 10 }),
  get: (scene) => scene.admin.macros.get(scene.id('macro')),
  update: (scene) => scene.admin.macros.update(scene.id('macro'), { description: 'Whether a note has the title' }),
  test: (scene) => scene.admin.macros.test(scene.id('macro'), ['a']),
  delete: (scene) => scene.admin.macros.delete(scene.id('macro')),
};

const records: Calls = {
  create: (scene) => scene.made('record', scene.admin.records.create(NOTES, { title: 'a' })),
  list: ({ admin }) => admin.records.list(NOTES),
  query: ({ admin }) => admin.records.query(NOTES).get(),
  get: (scene) => scene.admin.records.get(NOTES, scene.id('record')),
  update: (scene) => scene.admin.records.update(NOTES, scene.id('record'), { title: 'b' }),
  patch: (scene) => scene.admin.records.patch(NOTES, scene.id('record'), { title: 'c' }),
  batchCreate: async (scene) => {
    const { created } = await scene.admin.records.batchCreate(NOTES, [{ title: 'd' }]);
    scene.remember('batch record', created[0]!.id);
  },
  batchUpdate: (scene) =>
    scene.admin.records.batchUpdate(NOTES, [{ id: scene.id('batch record'), data: { title: 'e' } }]),
  batchDelete: (scene) => scene.admin.records.batchDelete(NOTES, [scene.id('batch record')]),
  aggregate: ({ admin }) =>
    admin.records.aggregate(NOTES, { functions: 'count(),max(title)', group_by: 'parent', having: 'count() > 0' }),
  getSecrets: async ({ admin, world }) => {
    const fields = [{ name: 'token', type: 'text' as const, encrypted: true }];
    await admin.collections.create({ name: VAULTS, fields, ...SIGNED_IN_RULES });
    const { id } = await admin.records.create(VAULTS, { token: 'secret' });
    const key = { name: 'secrets', scopes: [SECRETS_SCOPE] };
    const made = await world.http.post(`${API}/admin/api-keys`, key, { token: world.superadmin.token });
    return world.sdk({ apiKey: made.body.key }).records.getSecrets(VAULTS, id, ['token']);
  },
  delete: async (scene) => {
    await scene.made('spare record', scene.admin.records.create(NOTES, {}));
    return scene.admin.records.delete(NOTES, scene.id('spare record'));
  },
};

const notes = (client: SnackBaseClient) => client.records.query(NOTES);

/** Of what `records.query()` returns. */
const query: Calls = {
  select: ({ admin }) => notes(admin).select('title').get(),
  expand: ({ admin }) => notes(admin).expand('parent').get(),
  filter: ({ admin }) => notes(admin).filter('title', '=', 'c').get(),
  filterRaw: ({ admin }) => notes(admin).filterRaw('title = "c"').get(),
  sort: ({ admin }) => notes(admin).sort('title', 'desc').get(),
  limit: ({ admin }) => notes(admin).limit(1).get(),
  skip: ({ admin }) => notes(admin).skip(1).get(),
  cursor: ({ admin }) => notes(admin).cursor('').get(),
  cursorBefore: ({ admin }) => notes(admin).cursorBefore('').get(),
  page: ({ admin }) => notes(admin).page(1, 10).get(),
  get: ({ admin }) => notes(admin).get(),
  first: ({ admin }) => notes(admin).first(),
};

const groups: Calls = {
  create: (scene) => scene.made('group', scene.admin.groups.create({ name: 'Readers' })),
  list: ({ admin }) => admin.groups.list(),
  get: (scene) => scene.admin.groups.get(scene.id('group')),
  update: (scene) => scene.admin.groups.update(scene.id('group'), { description: 'They read' }),
  addMember: (scene) => scene.admin.groups.addMember(scene.id('group'), scene.world.superadmin.userId),
  removeMember: (scene) => scene.admin.groups.removeMember(scene.id('group'), scene.world.superadmin.userId),
  delete: (scene) => scene.admin.groups.delete(scene.id('group')),
};

const invitations: Calls = {
  create: (scene) => scene.made('invitation', scene.admin.invitations.create({ email: 'dan@clients.example' })),
  list: ({ admin }) => admin.invitations.list(),
  resend: async (scene) => {
    const { token } = await scene.admin.invitations.resend(scene.id('invitation'));
    scene.remember('invitation token', token);
  },
  getPublic: (scene) => scene.guest.invitations.getPublic(scene.id('invitation token')),
  accept: (scene) => scene.guest.invitations.accept(scene.id('invitation token'), PASSWORD),
  cancel: async (scene) => {
    await scene.made('spare invitation', scene.admin.invitations.create({ email: 'eve@clients.example' }));
    return scene.admin.invitations.cancel(scene.id('spare invitation'));
  },
};

const apiKeys: Calls = {
  create: (scene) => scene.made('key', scene.admin.apiKeys.create({ name: 'of the SDK' })),
  list: ({ admin }) => admin.apiKeys.list(),
  get: (scene) => scene.admin.apiKeys.get(scene.id('key')),
  revoke: (scene) => scene.admin.apiKeys.revoke(scene.id('key')),
};

const emailTemplates: Calls = {
  list: async (scene) => {
    const [template] = await scene.admin.emailTemplates.list({ template_type: 'password_reset', locale: 'en' });
    scene.remember('template', template!.id);
  },
  get: (scene) => scene.admin.emailTemplates.get(scene.id('template')),
  update: (scene) => scene.admin.emailTemplates.update(scene.id('template'), { subject: 'A new password' }),
  render: ({ admin }) => admin.emailTemplates.render({ template_type: 'password_reset', locale: 'en', variables: {} }),
  sendTest: (scene) => scene.admin.emailTemplates.sendTest(scene.id('template'), ADA),
  listLogs: async (scene) => {
    const { logs } = await scene.admin.emailTemplates.listLogs();
    scene.remember('mail', logs[0]!.id);
  },
  getLog: (scene) => scene.admin.emailTemplates.getLog(scene.id('mail')),
};

const files: Calls = {
  upload: ({ admin }) => admin.files.upload(new Blob(['a'])),
  getDownloadUrl: byHand('/files/a.txt'),
};

/** Where its route is not there, it says that there is no migration. */
const migrations: Calls = { getCurrent: byHand('/migrations/current') };

const STREAM_METHODS = [
  'connect',
  'disconnect',
  'getState',
  'on',
  'off',
  'subscribe',
  'unsubscribe',
  'getSubscriptions',
];
const realtime: Calls = Object.fromEntries(STREAM_METHODS.map((name) => [name, byHand('/realtime/subscribe')]));

/** Methods that are not here are called with anything: their routes must not be there. */
export const SDK_CALLS: Readonly<Record<string, Calls>> = {
  accounts,
  roles,
  users,
  auth,
  collections,
  collectionRules,
  macros,
  records,
  [QUERY]: query,
  groups,
  invitations,
  apiKeys,
  emailTemplates,
  files,
  realtime,
  migrations,
};
