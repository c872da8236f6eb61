/** A record and the answer with records have a size in bytes, the same on both engines; beyond it nothing is written or rendered. */
import type { Answer } from '../../support/http';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const KIB = 1024;
const RECORD = 32 * KIB;
const ANSWER = 64 * KIB;
/** What a record has without values. */
const EMPTY = 200;
const NOTES = `${API}/records/notes`;

let world: World;

beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_MAX_RECORD_SIZE: String(RECORD),
    SNACKBASE_MAX_ANSWER_SIZE: String(ANSWER),
    SNACKBASE_RATE_LIMIT_ENABLED: 'false',
  });
  await world.define('notes', [
    { name: 'text', type: 'text' },
    { name: 'more', type: 'text' },
    { name: 'data', type: 'json' },
  ]);
});
afterAll(() => world?.close());

const send = (method: string, path: string, body?: unknown): Promise<Answer> =>
  world.http.call(method, path, { token: world.acme.token, ...(body === undefined ? {} : { body }) });
const total = async (path = NOTES): Promise<number> => (await send('GET', `${path}?limit=1`)).body.total;

async function created(path: string, records: readonly object[]): Promise<string[]> {
  const answer = await send('POST', `${path}/batch?fields=id`, { records });
  expect(answer.status).toBe(201);
  return answer.body.created.map(({ id }: { id: string }) => id);
}

/** What refuses leaves everything as it is. */
async function refused(work: () => Promise<Answer>, path = NOTES): Promise<Answer> {
  const before = [await total(path), (await send('GET', `${path}?fields=id,updated_at&limit=100`)).body.items];
  const answer = await work();
  expect([await total(path), (await send('GET', `${path}?fields=id,updated_at&limit=100`)).body.items]).toEqual(before);
  return answer;
}

const TOO_LARGE = { status: 422, body: { error: 'RECORD_INVALID', details: [{ field: 'body', code: 'too_large' }] } };
const TOO_MUCH = { status: 422, body: { error: 'QUERY_TOO_COMPLEX' } };

describe('a record', () => {
  test.each([
    ['letters', 'x'],
    ['bytes of UTF-8', 'é'],
  ])('has a size, counted in %s', async (_what, character) => {
    const count = Math.floor((RECORD - EMPTY) / Buffer.byteLength(character));
    expect((await send('POST', NOTES, { text: character.repeat(count) })).status).toBe(201);
    const answer = await refused(() => send('POST', NOTES, { text: character.repeat(count + 1) }));
    expect(answer).toMatchObject(TOO_LARGE);
    expect(answer.body.message).toContain(`${RECORD} are allowed`);
  });

  test('has it as a whole, whatever is changed of it', async () => {
    const [id] = await created(NOTES, [{ text: 'x'.repeat(20 * KIB), data: ['x'.repeat(KIB)] }]);
    const path = `${NOTES}/${id!}`;
    const rest = RECORD - EMPTY - 20 * KIB - (KIB + '[""]'.length);
    expect((await send('PATCH', path, { more: 'x'.repeat(rest) })).status).toBe(200);
    expect(await refused(() => send('PATCH', path, { more: 'x'.repeat(rest + 1) }))).toMatchObject(TOO_LARGE);
    expect(await refused(() => send('PUT', path, { data: ['x'.repeat(KIB + 1)] }))).toMatchObject(TOO_LARGE);
    expect((await send('PATCH', path, { text: null, more: 'y' })).status).toBe(200);
  });

  test('of a batch is named by its place, and none of the batch is written', async () => {
    const large = { text: 'x'.repeat(RECORD) };
    const create = await refused(() => send('POST', `${NOTES}/batch?fields=id`, { records: [{ text: 'a' }, large] }));
    expect(create).toMatchObject({ ...TOO_LARGE, body: { ...TOO_LARGE.body, index: 1 } });
    const [one, two] = await created(NOTES, [{ text: 'a' }, { text: 'b' }]);
    const records = [
      { id: one, data: { text: 'c' } },
      { id: two, data: large },
    ];
    const update = await refused(() => send('PATCH', `${NOTES}/batch?fields=id`, { records }));
    expect(update).toMatchObject({ ...TOO_LARGE, body: { ...TOO_LARGE.body, index: 1 } });
  });

  test('counts with its defaults', async () => {
    const fields = [
      { name: 'long', type: 'text', default: 'x'.repeat(20 * KIB) },
      { name: 'text', type: 'text' },
    ];
    await world.define('preset', fields);
    const path = `${API}/records/preset`;
    expect(await refused(() => send('POST', path, { text: 'x'.repeat(12 * KIB) }), path)).toMatchObject(TOO_LARGE);
    expect((await send('POST', path, { text: 'x'.repeat(12 * KIB), long: 'short' })).status).toBe(201);
  });

  test.each([
    ['in one list', (count: number) => Array.from({ length: count }, () => 1)],
    ['at all levels', (count: number) => [[], ...Array.from({ length: (count - 1) / 2 }, () => [1])]],
  ])('has a number of members in a json value: %s', async (_where, make) => {
    expect((await send('POST', `${NOTES}?fields=id`, { data: make(9_999) })).status).toBe(201);
    const answer = await refused(() => send('POST', NOTES, { data: make(10_001) }));
    expect(answer).toMatchObject({ status: 422, body: { details: [{ field: 'data', code: 'too_many_values' }] } });
  });
});

test('what is made of values counts in answers, and is not stored', async () => {
  const expression = 'concat(text, text, text, text)';
  await world.define('echoes', [
    { name: 'text', type: 'text' },
    { name: 'echo', type: 'computed', return_type: 'text', expression },
    { name: 'echoes', type: 'reference', collection: 'echoes', on_delete: 'set_null' },
  ]);
  const path = `${API}/records/echoes`;
  const [text, long] = ['x'.repeat(10 * KIB), 'x'.repeat(16 * KIB)];
  const made = await send('POST', path, { text });
  expect([made.status, made.body.echo]).toEqual([201, text.repeat(4)]);
  expect(await refused(() => send('POST', path, { text: long }), path)).toMatchObject(TOO_MUCH);
  expect(await refused(() => send('POST', `${path}/batch`, { records: [{ text }, { text }] }), path)).toMatchObject(
    TOO_MUCH,
  );
  expect(await refused(() => send('PATCH', `${path}/${made.body.id}`, { text: long }), path)).toMatchObject(TOO_MUCH);
  const [id] = await created(path, [{ text: long }]);
  expect(await send('GET', `${path}/${id!}`)).toMatchObject(TOO_MUCH);
  expect(await send('GET', `${path}?sort=-text`)).toMatchObject(TOO_MUCH);
  expect((await send('GET', `${path}/${id!}?fields=text`)).body).toEqual({ text: long });
  const [leading] = await created(path, [{ echoes: id! }]);
  expect(await send('GET', `${path}/${leading!}?expand=echoes`)).toMatchObject(TOO_MUCH);
});

describe('an answer', () => {
  const path = `${API}/records/pages`;
  let ids: readonly string[];

  beforeAll(async () => {
    await world.define('pages', [
      { name: 'text', type: 'text' },
      { name: 'number', type: 'number' },
    ]);
    const of = (number: number, text: string) => ({ number, text });
    const large = Array.from({ length: 10 }, (_, number) => of(number, 'x'.repeat(10 * KIB)));
    ids = await created(path, [...large, ...Array.from({ length: 10 }, () => of(-1, 'small'))]);
  });

  test.each(['', '&sort=number', '&sort=-text', '&cursor=', '&cursor=&sort=-number'])(
    'of a list has a size: %s',
    async (query) => {
      expect(await send('GET', `${path}?limit=20${query}`)).toMatchObject({
        ...TOO_MUCH,
        body: { ...TOO_MUCH.body, hint: 'Ask for fewer records or fields.' },
      });
      const { status, body } = await send('GET', `${path}?limit=20&fields=id${query}`);
      expect([status, body.items.length]).toEqual([200, 20]);
    },
  );

  test('fits as long as all of it does, however it is spread', async () => {
    const { status, body } = await send('GET', `${path}?limit=15&sort=number`);
    expect(status).toBe(200);
    expect(body.items.map(({ text }: { text: string }) => text.length).sort((a: number, b: number) => a - b)).toEqual([
      ...Array<number>(10).fill('small'.length),
      ...Array<number>(5).fill(10 * KIB),
    ]);
  });

  test('of creates has a size, found before anything is written', async () => {
    const records = Array.from({ length: 7 }, () => ({ text: 'y'.repeat(10 * KIB) }));
    expect(await refused(() => send('POST', `${path}/batch`, { records }), path)).toMatchObject(TOO_MUCH);
    const kept = () =>
      world.http.call('POST', `${path}/batch`, {
        token: world.acme.token,
        body: { records },
        headers: { 'Idempotency-Key': 'k' },
      });
    expect(await refused(kept, path)).toMatchObject(TOO_MUCH);
    expect((await send('POST', `${path}/batch`, { records: records.slice(0, 5) })).status).toBe(201);
    expect((await send('POST', `${path}/batch?fields=id`, { records })).status).toBe(201);
  });

  test('of updates has a size, as have the records that they change', async () => {
    const patch = (count: number) => ({ records: ids.slice(0, count).map((id) => ({ id, data: { number: 1 } })) });
    for (const query of ['', '?fields=id']) {
      const answer = await refused(() => send('PATCH', `${path}/batch${query}`, patch(10)), path);
      expect(answer).toMatchObject(TOO_MUCH);
      expect(answer.body.message).toContain('nothing was written');
    }
    expect((await send('PATCH', `${path}/batch`, patch(5))).status).toBe(200);
    const mixed = { records: [ids[0], ...ids.slice(10)].map((id) => ({ id, data: { number: 2 } })) };
    expect((await send('PATCH', `${path}/batch`, mixed)).body.count).toBe(11);
  });

  test('of updates counts what they make of the records', async () => {
    const of = (length: number) => ({
      records: ids.slice(10, 14).map((id) => ({ id, data: { text: 'z'.repeat(length) } })),
    });
    expect(await refused(() => send('PATCH', `${path}/batch`, of(20 * KIB)), path)).toMatchObject(TOO_MUCH);
    expect((await send('PATCH', `${path}/batch`, of(10 * KIB))).status).toBe(200);
  });
});

describe('an expansion', () => {
  const tops = `${API}/records/tops`;
  let top: string;

  beforeAll(async () => {
    const many = (collection: string) => ({
      name: 'many',
      type: 'reference',
      collection,
      on_delete: 'cascade',
      options: { multiple: true },
    });
    await world.define('leaves', [{ name: 'text', type: 'text' }]);
    await world.define('twigs', [many('leaves')]);
    await world.define('tops', [many('twigs'), { name: 'name', type: 'text' }]);
    const leaves = await created(
      `${API}/records/leaves`,
      Array.from({ length: 100 }, () => ({ text: 'leaf' })),
    );
    const some = leaves.slice(0, 20);
    const few = await created(
      `${API}/records/twigs`,
      Array.from({ length: 15 }, () => ({ many: some })),
    );
    [top] = (await created(tops, [{ many: few.slice(0, 2), name: 'a' }])) as [string];
    const full = Array.from({ length: 50 }, () => ({ many: leaves }));
    const twigs = [...(await created(`${API}/records/twigs`, full)), ...(await created(`${API}/records/twigs`, full))];
    await created(tops, [{ many: few, name: 'b' }, ...[1, 2].map(() => ({ many: twigs, name: 'c' }))]);
  });

  test('shows what fits', async () => {
    const { status, body } = await send('GET', `${tops}/${top}?expand=many.many`);
    expect(status).toBe(200);
    expect(body.many.flatMap(({ many }: { many: { text: string }[] }) => many.map(({ text }) => text))).toEqual(
      Array<string>(40).fill('leaf'),
    );
    const list = await send('GET', `${tops}?expand=many.many&sort=name&limit=1`);
    expect(list.body.items).toEqual([body]);
  });

  test.each(['?limit=2&sort=name', '?limit=2&sort=name&cursor='])('has the size of the answer: %s', async (query) => {
    expect(await send('GET', `${tops}${query}&expand=many.many&fields=many`)).toMatchObject(TOO_MUCH);
    const { status, body } = await send('GET', `${tops}${query}&expand=many.many&fields=many.many.id`);
    expect([status, body.items.length]).toEqual([200, 2]);
  });

  test('shows no more records inside of others than there may be', async () => {
    const filter = encodeURIComponent("name = 'c'");
    const list = await send('GET', `${tops}?filter=${filter}&limit=1&expand=many.many&fields=many.many.id`);
    expect(list).toMatchObject({
      ...TOO_MUCH,
      body: { ...TOO_MUCH.body, hint: expect.stringContaining('Expand less') },
    });
    const { body } = await send('GET', `${tops}?filter=${filter}&limit=1&fields=id`);
    const one = await send('GET', `${tops}/${body.items[0].id}?expand=many.many&fields=many.many.id`);
    expect(one.body.message).toBe('The answer would show more than 10000 records inside of others');
  });
});
