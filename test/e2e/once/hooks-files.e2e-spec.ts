/** Hooks as files: what a server does with good and with bad ones, in development and in production. */
import { mkdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../support/database';
import { SUPERADMIN_EMAIL } from '../../support/environment';
import { eventually } from '../../support/eventually';
import { Http, type Answer } from '../../support/http';
import { API, login, type Member } from '../../support/member';
import { runProcess, startProcess, type ServerProcess } from '../../support/process';
import { defineCollection, signUp } from '../../support/sign-up';

const BAD_FILES = {
  'default.ts': 'export const hooks = 1;\n',
  'event.ts': "export default ({ on }) => {\n  on('on_everything', () => {});\n};\n",
  'loop.mjs': 'for (;;);\n',
  'missing.ts': "import { slug } from 'a-package-that-is-not-there';\nexport default () => slug;\n",
  'syntax.ts': 'export default ({ on }) => {\n  on(;\n};\n',
};

const REASONS = [
  /default\.ts: has no function as its default export/,
  /event\.ts:2: There is no event 'on_everything'/,
  /loop\.mjs: does not end within 5 seconds/,
  /missing\.ts:1: Cannot find package 'a-package-that-is-not-there'/,
  /outside\.ts: is a symbolic link that leads out of the folder/,
  /syntax\.ts:2: /,
];

/** Gives titles a prefix, in TypeScript. */
const prefixing = (prefix: string): string => `interface Data { title?: unknown }

export default ({ on }: { on: (event: string, options: object, handler: (event: { data: Data }) => void) => void }) => {
  on('on_record_before_create', { collection: 'notes' }, ({ data }) => {
    data.title = \`${prefix} \${String(data.title)}\`;
  });
};
`;

let database: TestDatabase;
let folder: string;
let server: ServerProcess | undefined;

beforeEach(async () => {
  database = await createDatabase();
  folder = join(realpathSync(database.folder), 'hooks');
  mkdirSync(folder);
});
afterEach(async () => {
  await server?.end('SIGKILL');
  server = undefined;
  await database.drop();
});

/** As editors do: never half of it. */
function write(name: string, text: string): void {
  const draft = join(database.folder, `${name}.draft`);
  writeFileSync(draft, text);
  renameSync(draft, join(folder, name));
}

function writeBadFiles(): void {
  for (const [name, text] of Object.entries(BAD_FILES)) write(name, text);
  writeFileSync(join(database.folder, 'outside.ts'), prefixing('outside'));
  symlinkSync(join('..', 'outside.ts'), join(folder, 'outside.ts'));
}

const environment = (name: string): Record<string, string> => ({
  SNACKBASE_ENVIRONMENT: name,
  SNACKBASE_HOOKS_DIR: folder,
});

async function startDevelopment(): Promise<{ http: Http; root: Member; post: (title: string) => Promise<Answer> }> {
  server = await startProcess(database, { environment: environment('development') });
  const http = new Http(server.url);
  const root = await login(http, 'system', SUPERADMIN_EMAIL);
  await defineCollection(http, root, 'notes', [{ name: 'title', type: 'text', required: true }]);
  const { token } = await signUp(http, root, 'acme');
  return { http, root, post: (title) => http.post(`${API}/records/notes`, { title }, { token }) };
}

test('in production no server starts with files that cannot be used; all of them are reported', async () => {
  write('good.ts', prefixing('good'));
  writeBadFiles();
  const { code, stdout, stderr } = await runProcess(database, {
    file: 'dist/src/main.js',
    environment: environment('production'),
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const [head, ...lines] = stderr.trimEnd().split('\n');
  expect(head).toBe('SnackBase could not start: Hook files cannot be used:');
  expect(lines.toSorted()).toEqual(REASONS.map((reason) => expect.stringMatching(reason) as unknown));
});

test('a folder that is not there is a problem of the settings', async () => {
  rmSync(folder, { recursive: true });
  const { code, stderr } = await runProcess(database, {
    file: 'dist/src/main.js',
    environment: environment('development'),
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/The configuration is not valid:\n {2}- SNACKBASE_HOOKS_DIR: .*ENOENT/);
});

test('in development the server starts with those that can be used, and tells of the others', async () => {
  write('good.ts', prefixing('good'));
  writeBadFiles();
  const { post } = await startDevelopment();
  expect(await post('one')).toMatchObject({ status: 201, body: { title: 'good one' } });
  await eventually(
    () => REASONS.every((reason) => reason.test(server!.output())),
    () => server!.output(),
  );
});

test('in development a change is taken up while requests go on, and what cannot be used changes nothing', async () => {
  write('a.ts', prefixing('first'));
  const { post } = await startDevelopment();
  const titles: string[] = [];
  const see = async (prefix: string): Promise<boolean> => {
    const { status, body } = await post('note');
    expect(status).toBe(201);
    titles.push(body.title);
    return body.title === prefix;
  };
  expect(await see('first note')).toBe(true);
  write('a.ts', prefixing('second'));
  await eventually(() => see('second note'));
  expect(new Set(titles)).toEqual(new Set(['first note', 'second note']));

  write('a.ts', BAD_FILES['syntax.ts']);
  await eventually(() => /a\.ts:2: /.test(server!.output()));
  expect(await see('second note')).toBe(true);

  write('b.ts', prefixing('third'));
  await eventually(() => see('third second note'));
  rmSync(join(folder, 'a.ts'));
  await eventually(() => see('third note'));
  rmSync(join(folder, 'b.ts'));
  await eventually(() => see('note'));
  expect(server!.output().match(/a\.ts:2: /g)).toHaveLength(1);
});
