/** How computed fields are defined and changed, through HTTP and with records that are there. */
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { computed } from '../support/talk';
import { createWorld, type World } from '../support/world';

const FIELDS = [
  { name: 'title', type: 'text' },
  { name: 'price', type: 'number' },
  { name: 'stock', type: 'number' },
];
const worth = computed('worth', 'price * stock');

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

function asRoot(method: string, path: string, body?: unknown): Promise<Answer> {
  const sent = body === undefined ? {} : { body };
  return world.http.call(method, `${API}/${path}`, { token: world.superadmin.token, ...sent });
}

async function define(fields: readonly object[] = [...FIELDS, worth], more: object = {}): Promise<Json> {
  count += 1;
  const rules = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
  const made = await asRoot('POST', 'collections', { name: `goods${count}`, fields, ...rules, ...more });
  expect(`${made.status} ${made.text}`).toMatch(/^201 /);
  const records = [{ title: 'ink', price: 2, stock: 5 }];
  const filled = await world.http.post(`${API}/records/goods${count}/batch`, { records }, { token: world.acme.token });
  expect(filled.status).toBe(201);
  return made.body;
}

const change = ({ id }: Json, body: object): Promise<Answer> => asRoot('PUT', `collections/${id}`, body);
const record = async ({ name }: Json): Promise<Json> =>
  (await world.http.get(`${API}/records/${name}`, { token: world.acme.token })).body.items[0];

test('an answer has what was sent, and comes back as no change', async () => {
  const made = await define();
  expect(made.fields.at(-1)).toMatchObject({ ...worth, required: false, unique: false, default: null, options: null });
  expect(made.fields[0]).toMatchObject({ expression: null, return_type: null });
  const again = await change(made, made);
  expect(again.body.fields).toEqual(made.fields);
  expect((await asRoot('GET', `collections/${made.id}`)).body.schema).toEqual(made.fields);
  expect(await record(made)).toMatchObject({ worth: 10 });
});

test('stays beside a field that is encrypted, and is made of none', async () => {
  const loud = { name: 'loud', type: 'computed', return_type: 'text', expression: 'upper(title)' };
  const title = { name: 'title', type: 'text', required: true };
  const made = await define([title, ...FIELDS.slice(1), worth, loud]);
  const [stored, ...others] = made.fields as readonly Json[];
  const encrypted = { ...stored, encrypted: true };
  const refused = await change(made, { fields: [encrypted, ...others] });
  expect([refused.status, refused.body.details[0]]).toMatchObject([
    422,
    { field: 'fields[4].expression', code: 'computed_field_expression_invalid' },
  ]);
  expect(refused.body.message).toContain("'title' is encrypted");
  expect((await change(made, { fields: [encrypted, ...others.slice(0, -1)] })).status).toBe(200);
  expect(await record(made)).toMatchObject({ title: '•'.repeat(8), worth: 10 });
});

test('is added to records that are there, changed and removed without a question', async () => {
  const made = await define(FIELDS);
  expect((await change(made, { fields: [...made.fields, worth] })).status).toBe(200);
  expect(await record(made)).toMatchObject({ worth: 10 });
  const text = { ...worth, return_type: 'text', expression: "concat(title, '!')" };
  expect((await change(made, { fields: [...made.fields, text] })).status).toBe(200);
  expect(await record(made)).toMatchObject({ worth: 'ink!' });
  expect((await change(made, { fields: made.fields })).status).toBe(200);
  expect(Object.keys(await record(made))).not.toContain('worth');
  // SQLite makes another table of it; the values have to come along.
  const required = made.fields.map((field: Json) => (field.name === 'price' ? { ...field, required: true } : field));
  expect((await change(made, { fields: [...required, worth] })).status).toBe(200);
  expect(await record(made)).toMatchObject({ title: 'ink', worth: 10 });
});

test('what is wrong is named', async () => {
  const circle = [
    { ...worth, name: 'a', expression: 'b + 1' },
    { ...worth, name: 'b', expression: 'a + 1' },
  ];
  const { status, body } = await asRoot('POST', 'collections', { name: 'circular', fields: [...FIELDS, ...circle] });
  expect([status, body.error]).toEqual([422, 'SCHEMA_INVALID']);
  expect(body.details.map(({ field, code }: Json) => [field, code])).toEqual([
    ['fields[3].expression', 'computed_field_circle'],
    ['fields[4].expression', 'computed_field_circle'],
  ]);
});

test('a field that one names can be renamed with it, and not without it', async () => {
  const made = await define();
  const renamed = made.fields.map((field: Json) => (field.name === 'price' ? { ...field, name: 'cost' } : field));
  const refused = await change(made, { fields: renamed });
  expect([refused.status, refused.body.details[0]]).toEqual([
    422,
    expect.objectContaining({ field: 'fields[3].expression', message: expect.stringContaining("'price'") }),
  ]);
  const rest = renamed.slice(0, -1);
  expect((await change(made, { fields: [...rest, { ...renamed.at(-1), expression: 'cost * stock' }] })).status).toBe(
    200,
  );
  expect(await record(made)).toMatchObject({ cost: 2, worth: 10 });
});

test('two names are not swapped under an expression', async () => {
  const made = await define([...FIELDS, { ...worth, expression: 'price - stock' }]);
  const [title, price, stock, last] = made.fields;
  const swapped = [title, { ...price, name: 'stock' }, { ...stock, name: 'price' }, last];
  const { status, body } = await change(made, { fields: swapped });
  expect([status, body]).toMatchObject([409, { error: 'SCHEMA_FIELD_IN_USE', field: `${made.name}.worth` }]);
  expect(await record(made)).toMatchObject({ worth: -3 });
});

test('a rule keeps the computed field that it names, and its type', async () => {
  const made = await define([...FIELDS, worth], { list_rule: 'worth > 5' });
  const removed = await change(made, { fields: made.fields.slice(0, -1) });
  const text = await change(made, { fields: [...FIELDS, { ...worth, return_type: 'text', expression: 'title' }] });
  for (const { status, body } of [removed, text]) {
    expect([status, body]).toMatchObject([409, { error: 'SCHEMA_FIELD_IN_USE', field: `${made.name}.list_rule` }]);
  }
});

test.each(['@request.data.worth = 5', 'changed(worth)', 'isset(@request.data.worth)'])(
  'no rule asks what a write does to one: %s',
  async (rule) => {
    const made = await define();
    const { status, body } = await asRoot('PUT', `collections/${made.name}/rules`, { update_rule: rule });
    expect([status, body.message]).toEqual([400, expect.stringContaining("'worth' is computed, so that no write")]);
  },
);

test('a field list can name one, and shows it only with what it is made of', async () => {
  const made = await define();
  const shown = async (fields: readonly string[]): Promise<readonly string[]> => {
    await asRoot('PUT', `collections/${made.name}/rules`, { list_fields: fields });
    return Object.keys(await record(made)).filter((name) => ['price', 'stock', 'worth'].includes(name));
  };
  expect(await shown(['worth'])).toEqual([]);
  expect(await shown(['price', 'worth'])).toEqual(['price']);
  expect(await shown(['price', 'stock', 'worth'])).toEqual(['price', 'stock', 'worth']);
  expect(await shown(['price', 'stock'])).toEqual(['price', 'stock']);
});

test('the document of the API has it in answers, and not in what is sent', async () => {
  const made = await define();
  const { body } = await world.http.get('/openapi.json', { token: world.superadmin.token });
  const schemas = body.components.schemas;
  const name = `Record.${made.name}`;
  expect(schemas[name].properties.worth).toMatchObject({ type: ['number', 'null'], readOnly: true });
  for (const sent of ['create', 'update']) {
    const properties = Object.keys(schemas[`${name}.${sent}`].properties);
    expect(properties).toContain('price');
    expect(properties).not.toContain('worth');
  }
});

describe('an index over one', () => {
  const label = computed('label', "concat(title, ' & ', note, '\\'')", 'text');
  const twice = computed('twice', 'round(worth * 2.02, 1)');
  const share = computed('share', 'price / (stock - 5) * 1e300');
  const many = computed('many', 'stock > 5 && title ~ "%k"', 'boolean');
  const until = computed('until', "date_add(created_at, 1, 'months')", 'datetime');
  const INDEXES = [['label'], ['twice'], ['share'], ['title', 'many'], ['until']].map((fields) => ({ fields }));
  const note = { name: 'note', type: 'text' };

  const indexed = (): Promise<Json> =>
    define([...FIELDS, note, worth, label, twice, share, many, until], { indexes: INDEXES });
  const namesOf = ({ indexes }: Json): readonly string[] => indexes.map(({ name }: Json) => name);
  const replaced = ({ fields }: Json, name: string, more: object): readonly Json[] =>
    fields.map((field: Json) => (field.name === name ? { ...field, ...more } : field));
  const add = ({ name }: Json, body: object): Promise<Answer> =>
    world.http.post(`${API}/records/${name}`, body, { token: world.acme.token });
  const titles = async ({ name }: Json, query: Json): Promise<readonly string[]> => {
    const asked = new URLSearchParams(query);
    const { body } = await world.http.get(`${API}/records/${name}?${asked}`, { token: world.acme.token });
    return body.items.map(({ title }: Json) => title);
  };

  test('finds and orders as without it, also what fails', async () => {
    const made = await indexed();
    expect(made.indexes.map(({ fields }: Json) => ({ fields }))).toEqual(INDEXES);
    const all = await Promise.all([
      add(made, { title: 'oak', price: 1e9, stock: 6, note: '7' }),
      add(made, { title: 'elk', price: 1, stock: 7 }),
    ]);
    expect(all.map(({ status }) => status)).toEqual([201, 201]);
    const ask = async (): Promise<readonly (readonly string[])[]> => [
      await titles(made, { filter: `label = "oak & 7'"` }),
      await titles(made, { filter: 'twice = 14.1' }),
      await titles(made, { filter: 'twice > 14 && twice < 21', sort: 'title' }),
      await titles(made, { filter: 'share = null', sort: '-title' }),
      await titles(made, { filter: 'many = true && title = "elk"' }),
      await titles(made, { filter: 'many = false' }),
      await titles(made, { filter: 'until > created_at', sort: 'share,-title' }),
      await titles(made, { sort: '-label' }),
    ];
    const found = await ask();
    expect(found).toEqual([
      ['oak'],
      ['elk'],
      ['elk', 'ink'],
      ['oak', 'ink'],
      ['elk'],
      ['ink'],
      ['oak', 'ink', 'elk'],
      ['oak', 'ink', 'elk'],
    ]);
    const rule = { collection: made.name, operation: 'list', user: world.acme.userId, rule: 'twice = 14.1' };
    const { body } = await asRoot('POST', 'rules/explain', rule);
    expect(body.reading).toMatchObject({ records: 3, index: { fields: ['twice'] }, rows: 1 });
    expect((await change(made, { indexes: [] })).status).toBe(200);
    expect(await ask()).toEqual(found);
    expect((await change(made, { indexes: INDEXES })).status).toBe(200);
    expect(await ask()).toEqual(found);
  });

  test('is made anew with its expression, and with one that this names, and is kept under other names', async () => {
    const made = await indexed();
    const isKept = async (body: object): Promise<readonly boolean[]> => {
      const before = namesOf((await asRoot('GET', `collections/${made.id}`)).body);
      const changed = await change(made, body);
      expect(`${changed.status} ${changed.text}`).toMatch(/^200 /);
      return namesOf(changed.body).map((name) => before.includes(name));
    };
    const upper = replaced(made, 'label', { expression: 'upper(title)' });
    expect(await isKept({ fields: upper })).toEqual([false, true, true, true, true]);
    expect(await titles(made, { filter: 'label = "INK"' })).toEqual(['ink']);
    const nested = replaced(made, 'worth', { expression: 'price * stock + 1' });
    expect(await isKept({ fields: nested })).toEqual([false, false, true, true, true]);
    expect(await titles(made, { filter: 'twice = 22.2' })).toEqual(['ink']);
    const renamed = replaced({ fields: nested }, 'price', { name: 'cost' }).map((field: Json) => ({
      ...field,
      ...(field.name === 'twice' ? { name: 'double' } : {}),
      ...(field.expression ? { expression: field.expression.replace('price', 'cost') } : {}),
    }));
    expect(await isKept({ fields: renamed })).toEqual([true, true, true, true, true]);
    expect(await titles(made, { filter: 'double = 22.2' })).toEqual(['ink']);
    const without = renamed.filter(({ name }) => name !== 'double');
    const refused = await change(made, { fields: without });
    expect([refused.status, refused.body.error, refused.body.field]).toEqual([409, 'SCHEMA_FIELD_IN_USE', 'double']);
    expect((await change(made, { fields: without, indexes: INDEXES.slice(2) })).status).toBe(200);
  });

  test('bounds the texts that its own is made of', async () => {
    const made = await indexed();
    const inFull = { title: 'é'.repeat(499), note: 'x'.repeat(998) };
    expect((await add(made, inFull)).status).toBe(201);
    for (const [name, text] of [
      ['title', 'é'.repeat(500)],
      ['note', 'x'.repeat(999)],
    ] as const) {
      const { status, body } = await add(made, { ...inFull, [name]: text });
      expect([status, body.details]).toMatchObject([422, [{ field: name, code: 'too_long' }]]);
    }
    expect((await change(made, { indexes: [] })).status).toBe(200);
    expect((await add(made, { note: 'x'.repeat(999) })).status).toBe(201);
    const { status, body } = await change(made, { indexes: INDEXES });
    expect([status, body.error, body.field]).toEqual([409, 'SCHEMA_DATA_CONFLICT', 'note']);
  });

  test.each([
    ['index_expression_not_possible', 'text', "if(created_at < now(), 'old', 'new')"],
    ['index_expression_not_possible', 'text', "if(tags = 'a', 'tagged', title)"],
    ['index_expression_not_possible', 'text', 'meta."the name"'],
    ['index_expression_not_possible', 'number', '1 + 1'],
    ['index_expression_too_long', 'number', 'round(round(round(round(price, 4), 3), 2), 1)'],
    ['index_expression_too_long', 'text', `concat(${Array(42).fill('title').join()})`],
    ['index_expression_too_long', 'text', `concat(title, '${'x'.repeat(1960)}')`],
  ])('is refused with %s (%#)', async (code, type, expression) => {
    const odd = computed('odd', expression, type);
    const more = [
      { name: 'tags', type: 'select', options: { values: ['a', 'b'], max: 2 } },
      { name: 'meta', type: 'json' },
    ];
    const { status, body } = await asRoot('POST', 'collections', {
      name: 'odd',
      fields: [...FIELDS, ...more, odd],
      indexes: [{ fields: ['odd'] }],
    });
    expect([status, body.details]).toMatchObject([422, [{ field: 'indexes[0].fields', code }]]);
  });

  test('cannot be unique', async () => {
    const made = await define();
    const { status, body } = await change(made, { indexes: [{ fields: ['worth'], unique: true }] });
    expect([status, body.details]).toMatchObject([422, [{ field: 'indexes[0].unique', code: 'unique_not_possible' }]]);
  });
});
