/** The types of hook files against live collections: what is wrong does not compile. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../support/command';
import { runCommandHere } from '../../support/command-here';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const ROOT = join(__dirname, '..', '..', '..');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

const RIGHT = `import type { DefineHooks } from '@snackbase/server-hooks';

const hooks: DefineHooks = ({ on }) => {
  on('on_record_before_create', { collection: 'articles', priority: 5 }, async (event, next) => {
    event.data.slug = event.data.title?.toLowerCase() ?? null;
    await next();
  });
  on('on_record_after_update', { collection: 'articles', stopOnError: true }, async ({ id, record, records, log }) => {
    const { total } = await records.list('articles', { filter: 'views > 0' });
    log.info('changed', { id, title: record?.title, score: record?.score, by: record?.updated_by, total });
  });
  on('on_record_before_create', (event) => {
    if (event.collection === 'articles') event.data.views = 0;
    else event.data.name = 'somebody';
  });
  on('on_record_after_query', { collection: 'people' }, ({ items }) => {
    for (const person of items) delete person.name;
  });
  on('on_model_after_create', { model: 'users' }, ({ mail, data }) =>
    mail.send({ to: 'a@b.example', subject: 'New', text: String(data?.['email']) }),
  );
  on('on_before_request', ({ path, abort }) => {
    if (path === '/closed') abort(403, 'Closed');
  });
};
export default hooks;
`;

/** Every line that is marked must be an error, and no other. */
const WRONG = `import type { DefineHooks } from '@snackbase/server-hooks';

const hooks: DefineHooks = ({ on }) => {
  on('on_record_before_create', { collection: 'articles' }, async (event) => {
    event.data.titel = 'x'; // wrong
    event.data.views = 'many'; // wrong
    event.data.state = 'other'; // wrong
    event.data.score = 5; // wrong
    event.collection.toFixed(); // wrong
    event.record; // wrong
    event.abort('409', 'Closed'); // wrong
    await event.records.create('articles', { titel: 'x' }); // wrong
    await event.records.get('article', 'x'); // wrong
    await event.records.createMany('articles', [{ titel: 'x' }]); // wrong
  });
  on('on_record_after_create', { collection: 'articles' }, ({ record }) => {
    record?.titel; // wrong
    record?.score?.trim(); // wrong
  });
  on('on_record_before_creat', () => undefined); // wrong
  on('on_record_before_create', { collection: 'article' }, () => undefined); // wrong
  on('on_record_before_create', { colection: 'articles' }, () => undefined); // wrong
  on('on_serve', { collection: 'articles' }, () => undefined); // wrong
  on('on_record_before_create', { collection: 'articles', priority: 'high' }, () => undefined); // wrong
  on('on_mailer_before_send', (event) => {
    event.subject = 5; // wrong
    event.type = 'x'; // wrong
  });
};
export default hooks;
`;

const SETTINGS = {
  compilerOptions: {
    target: 'ES2023',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    paths: { '@snackbase/server-hooks': [join(ROOT, 'libs', 'server-hooks', 'src', 'server-hooks.ts')] },
  },
  include: ['*.ts'],
};

let world: World;
let folder: string;

beforeAll(async () => {
  world = await createWorld();
  await world.define('articles', [
    { name: 'title', type: 'text', required: true },
    { name: 'slug', type: 'text' },
    { name: 'views', type: 'number' },
    { name: 'state', type: 'select', options: { values: ['draft', 'published'] } },
    { name: 'score', type: 'computed', return_type: 'number', expression: 'views * 2' },
  ]);
  await world.define('people', [{ name: 'name', type: 'text' }]);
  folder = mkdtempSync(join(tmpdir(), 'snackbase-types-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(SETTINGS));
  writeFileSync(join(folder, 'right.ts'), RIGHT);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world?.close();
});

async function writeTypes(run: typeof runCommand | typeof runCommandHere): Promise<void> {
  const command = `types --out ${join(folder, 'collections.d.ts')}`;
  expect(await run(world.server.database, command)).toMatchObject({ code: 0, stderr: '' });
}

/** `file:line` of everything that does not compile. */
function compile(): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [COMPILER, '-p', folder], { cwd: folder, encoding: 'utf8' });
  return Array.from(stdout.matchAll(/^(\S.*?)\((\d+),\d+\): error/gm), ([, file, line]) => `${file}:${line}`);
}

test('a hook is checked against the collections as they are: a wrong payload does not compile, nor a renamed field', async () => {
  await writeTypes(runCommand);
  writeFileSync(join(folder, 'wrong.ts'), WRONG);
  const marked = WRONG.split('\n').flatMap((line, index) =>
    line.endsWith('// wrong') ? [`wrong.ts:${index + 1}`] : [],
  );
  expect([...new Set(compile())]).toEqual(marked);
  rmSync(join(folder, 'wrong.ts'));

  const { token } = world.superadmin;
  const { id } = (await world.http.get(`${API}/collections?search=articles`, { token })).body.items[0];
  const { body } = await world.http.get(`${API}/collections/${id}`, { token });
  const fields = body.fields.map((field: { name: string }) =>
    field.name === 'title' ? { ...field, name: 'headline' } : field,
  );
  const renamed = await world.http.put(`${API}/collections/${id}`, { fields, confirm: true }, { token });
  expect(renamed.status).toBe(200);
  await writeTypes(runCommandHere);
  const line = RIGHT.split('\n').findIndex((text) => text.includes('event.data.title')) + 1;
  const logged = RIGHT.split('\n').findIndex((text) => text.includes('record?.title')) + 1;
  expect([...new Set(compile())]).toEqual([`right.ts:${line}`, `right.ts:${logged}`]);
});

test('without the generated types every collection and every field may be named', () => {
  rmSync(join(folder, 'collections.d.ts'));
  writeFileSync(
    join(folder, 'right.ts'),
    RIGHT.replace('event.data.title?.toLowerCase() ?? null', "String(event.data['title'])"),
  );
  expect(compile()).toEqual([]);
});
