import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import { Catalog } from './catalog';
import type { Collection } from './collection';
import { defineCollection } from './define-collection';
import { parseDefinition } from './definition-input';
import { DefinitionProblems } from './definition-problems';
import { validateRecord, type WriteAnswer, type WriteContext } from './validate-record';

const ACCOUNT = '00000000-0000-7000-8000-00000000000a';
const CONTEXT: WriteContext = { accountId: ACCOUNT, answer: () => 'allow', maskFor: () => null };
const ID = '01890000-0000-7000-8000-000000000001';
const ID_2 = '01890000-0000-7000-8000-000000000002';

function collectionOf(fields: readonly object[], indexes: readonly object[] = []): Collection {
  const problems = new DefinitionProblems();
  const input = parseDefinition({ name: 'things', fields, indexes }, problems);
  const collection = defineCollection(input, new Catalog(1, []), '2026-01-01T00:00:00.000Z', problems);
  problems.throwIfAny();
  return collection!;
}

function validate(field: object, value: unknown): unknown {
  const collection = collectionOf([{ name: 'value', ...field }]);
  return validateRecord(collection, { value }, 'create', CONTEXT).stored['value'];
}

function problemsOf(work: () => unknown): readonly (readonly [string, string])[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'RECORD_INVALID' || error.kind !== 'unprocessable')
      throw error;
    return (error.extras.details ?? []).map(({ field, code }) => [field, code]);
  }
  return [];
}

const reference = { type: 'reference', collection: 'things', on_delete: 'cascade' };
const file = { filename: 'a b.png', size: 3, mime_type: 'image/png', path: `${ACCOUNT}/a.png` };
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

test.each<[object, unknown, unknown]>([
  [{ type: 'text' }, '', ''],
  [{ type: 'text', options: { max: 2 } }, '😀😀', '😀😀'],
  [{ type: 'text', options: { pattern: 'b+' } }, 'abc', 'abc'],
  [{ type: 'number' }, -0, 0],
  [{ type: 'number', options: { min: 1, max: 2 } }, 2, 2],
  [{ type: 'boolean' }, false, false],
  [{ type: 'datetime' }, '2024-02-29', '2024-02-29T00:00:00.000Z'],
  [{ type: 'datetime' }, '2024-02-29 10:00:00.1239+02:00', '2024-02-29T08:00:00.123Z'],
  [{ type: 'date' }, '0001-01-01', '0001-01-01'],
  [{ type: 'email' }, 'A.b+c@Ex-ample.co.uk', 'A.b+c@Ex-ample.co.uk'],
  [{ type: 'url' }, 'HTTPS://example.org/ü?q#f', 'HTTPS://example.org/ü?q#f'],
  [{ type: 'json' }, { a: [null, { b: 1 }] }, { a: [null, { b: 1 }] }],
  [{ type: 'json' }, '[]', '[]'],
  [{ type: 'select', options: { values: ['a', 'b'] } }, 'b', 'b'],
  [{ type: 'select', options: { values: ['a', 'b'], max: 2 } }, ['b', 'a'], ['b', 'a']],
  [reference, ID, ID],
  [{ ...reference, options: { multiple: true } }, [ID, ID_2], [ID, ID_2]],
  [{ ...reference, options: { multiple: true } }, null, []],
  [{ type: 'user' }, null, null],
  [{ type: 'file' }, { ...file, width: 4 }, { ...file, width: 4 }],
  [{ type: 'file' }, JSON.stringify(file), file],
])('%j takes %j', (field, value, stored) => {
  expect(validate(field, value)).toEqual(stored);
});

test.each<[object, unknown, string]>([
  [{ type: 'text' }, 1, 'invalid_type'],
  [{ type: 'text' }, 'a\0b', 'invalid_text'],
  [{ type: 'text' }, '\ud800', 'invalid_text'],
  [{ type: 'text', options: { min: 2 } }, '😀', 'too_short'],
  [{ type: 'text', options: { max: 2 } }, 'abc', 'too_long'],
  [{ type: 'text', options: { pattern: '^b+$' } }, 'abc', 'pattern_mismatch'],
  [{ type: 'text', unique: true }, 'é'.repeat(1001), 'too_long'],
  [{ type: 'number' }, '1', 'invalid_type'],
  [{ type: 'number' }, Infinity, 'invalid_type'],
  [{ type: 'number', options: { min: 1 } }, 0.5, 'too_small'],
  [{ type: 'number', options: { max: 1 } }, 1.5, 'too_large'],
  [{ type: 'boolean' }, 'true', 'invalid_type'],
  [{ type: 'boolean' }, 0, 'invalid_type'],
  [{ type: 'datetime' }, '2023-02-29', 'invalid_datetime_format'],
  [{ type: 'datetime' }, '0001-01-01T00:00:00+01:00', 'invalid_datetime_format'],
  [{ type: 'datetime' }, '2024-01-01T24:00:00Z', 'invalid_datetime_format'],
  [{ type: 'datetime' }, 5, 'invalid_type'],
  [{ type: 'datetime', options: { min: '2024-01-01' } }, '2023-12-31T23:59:59Z', 'too_small'],
  [{ type: 'date' }, '2024-2-1', 'invalid_date_format'],
  [{ type: 'date', options: { max: '2024-01-01' } }, '2024-01-02', 'too_large'],
  [{ type: 'email' }, 'a@b', 'invalid_email_format'],
  [{ type: 'email' }, `${'a'.repeat(250)}@b.org`, 'too_long'],
  [{ type: 'url' }, 'ftp://example.org', 'invalid_url_format'],
  [{ type: 'url' }, 'https://example.org/a b', 'invalid_url_format'],
  [{ type: 'url' }, 'https://', 'invalid_url_format'],
  [{ type: 'json' }, { a: ['\0'] }, 'invalid_text'],
  [{ type: 'json' }, { '\udc00': 1 }, 'invalid_text'],
  [{ type: 'json' }, [Infinity], 'invalid_json'],
  [{ type: 'json' }, deep(65), 'invalid_json'],
  [{ type: 'select', options: { values: ['a'] } }, 'A', 'not_in_values'],
  [{ type: 'select', options: { values: ['a', 'b'], max: 2 } }, 'a', 'invalid_type'],
  [{ type: 'select', options: { values: ['a', 'b'], max: 2 } }, ['a', 'a'], 'duplicate_value'],
  [{ type: 'select', options: { values: ['a', 'b', 'c'], max: 2 } }, ['a', 'b', 'c'], 'too_many_values'],
  [reference, ' ', 'empty_reference'],
  [reference, "x' OR 1=1", 'invalid_reference'],
  [reference, [ID], 'invalid_type'],
  [{ ...reference, options: { multiple: true } }, ID, 'invalid_type'],
  [{ ...reference, options: { multiple: true } }, [ID, ID], 'duplicate_value'],
  [{ ...reference, options: { multiple: true }, required: true }, [], 'required_null'],
  [{ type: 'user' }, 'me', 'invalid_reference'],
  [{ type: 'user', required: true }, null, 'required_null'],
  [{ type: 'file' }, [file], 'invalid_type'],
  [{ type: 'file' }, '{', 'invalid_json'],
  [{ type: 'file' }, { filename: 'a' }, 'missing_file_metadata'],
  [{ type: 'file' }, { ...file, size: -1 }, 'invalid_file_metadata'],
  [{ type: 'file' }, { ...file, path: `${ID}/a.png` }, 'invalid_file_metadata'],
  [{ type: 'file' }, { ...file, path: `${ACCOUNT}/../${ID}/a.png` }, 'invalid_file_metadata'],
  [{ type: 'file' }, { ...file, note: '\0' }, 'invalid_text'],
])('%j refuses %j', (field, value, code) => {
  expect(problemsOf(() => validate(field, value))).toEqual([['value', code]]);
});

describe('the record as a whole', () => {
  const collection = collectionOf([
    { name: 'title', type: 'text', required: true },
    { name: 'state', type: 'text', required: true, default: 'new' },
    { name: 'constructor', type: 'text' },
    { name: 'note', type: 'text' },
  ]);
  const parse = (json: string): unknown => JSON.parse(json);

  test('a default stands in for what is missing, and only on create', () => {
    const sent = { title: 'a' };
    expect(validateRecord(collection, sent, 'create', CONTEXT)).toEqual({
      sent,
      stored: { ...sent, state: 'new' },
      ignored: [],
    });
    const note = { note: null };
    expect(validateRecord(collection, note, 'patch', CONTEXT)).toEqual({ sent: note, stored: note, ignored: [] });
  });

  test('every problem is reported at once', () => {
    const body = parse('{"state":null,"note":5,"id":"x","Title":"a","__proto__":{"title":"a"}}');
    expect(problemsOf(() => validateRecord(collection, body, 'create', CONTEXT))).toEqual([
      ['state', 'required_null'],
      ['note', 'invalid_type'],
      ['id', 'system_field'],
      ['Title', 'unknown_field'],
      ['__proto__', 'unknown_field'],
      ['title', 'required_missing'],
    ]);
  });

  test('names of inherited members are ordinary names', () => {
    const { stored } = validateRecord(collection, parse('{"title":"a","constructor":"c"}'), 'create', CONTEXT);
    expect(Object.hasOwn(stored, 'constructor') && stored['constructor']).toBe('c');
    expect(problemsOf(() => validateRecord(collection, { toString: 'a' }, 'patch', CONTEXT))).toEqual([
      ['toString', 'unknown_field'],
    ]);
  });

  test.each([null, [], 'text', 5, undefined])('the body %j is no record', (body) => {
    expect(problemsOf(() => validateRecord(collection, body, 'create', CONTEXT))).toEqual([['body', 'invalid_type']]);
  });

  test('a hostile body does not make a large answer', () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, 1]));
    expect(problemsOf(() => validateRecord(collection, body, 'patch', CONTEXT))).toHaveLength(100);
  });

  test('texts of one index share its bytes', () => {
    const names = ['first', 'second'];
    const indexed = collectionOf(
      names.map((name) => ({ name, type: 'text' })),
      [{ fields: names }],
    );
    expect(problemsOf(() => validateRecord(indexed, { first: 'a'.repeat(1001) }, 'create', CONTEXT))).toEqual([
      ['first', 'too_long'],
    ]);
    expect(problemsOf(() => validateRecord(indexed, { first: 'a'.repeat(1000) }, 'create', CONTEXT))).toEqual([]);
  });

  test('texts inside of json share them too, and nothing else in it does', () => {
    const fields = ['meta.color:text', 'title', 'meta.size:number'];
    const types = { title: 'text', meta: 'json' };
    const indexed = collectionOf(
      Object.entries(types).map(([name, type]) => ({ name, type })),
      [{ fields }],
    );
    const problems = (meta: unknown) => problemsOf(() => validateRecord(indexed, { meta }, 'create', CONTEXT));
    const long = 'a'.repeat(1001);
    expect(problems({ color: long })).toEqual([['meta', 'too_long']]);
    expect(problems({ color: long.slice(1), size: long, other: long })).toEqual([]);
    expect(problems({ color: { color: long } })).toEqual([]);
    expect(problems(long)).toEqual([]);
    expect(problems(null)).toEqual([]);
  });
});

describe('a field that the caller may not write', () => {
  const collection = collectionOf([
    { name: 'title', type: 'text' },
    { name: 'state', type: 'text', default: 'new' },
    { name: 'owed', type: 'number', required: true },
  ]);
  const body = { title: 'a', state: 'mine' };
  const unless = (denied: string, answer: WriteAnswer): WriteContext => ({
    ...CONTEXT,
    answer: ({ name }) => (name === denied ? answer : 'allow'),
  });

  test('is left out as if it had not been sent, whatever was sent for it', () => {
    expect(validateRecord(collection, { ...body, owed: 1 }, 'create', unless('state', 'drop'))).toEqual({
      sent: { title: 'a', owed: 1 },
      stored: { title: 'a', state: 'new', owed: 1 },
      ignored: ['state'],
    });
    const patch = { title: 'a', state: 5 };
    expect(validateRecord(collection, patch, 'patch', unless('state', 'drop')).stored).toEqual({ title: 'a' });
  });

  test('is refused as if there were none', () => {
    const messageOf = (input: object, context: WriteContext): string => {
      try {
        validateRecord(collection, input, 'patch', context);
      } catch (error) {
        if (error instanceof DomainError) return JSON.stringify([error.message, error.extras]);
      }
      return 'not refused';
    };
    const denied = messageOf({ title: 'a', state: 5 }, unless('state', 'unknown'));
    const missing = messageOf({ title: 'a', stata: 5 }, CONTEXT);
    expect(denied).toBe(missing.replaceAll('stata', 'state'));
  });

  test('is refused by its name, whatever was sent for it', () => {
    const context = unless('state', 'refuse');
    for (const state of ['mine', 5, null]) {
      const refused = [['state', 'not_writable']];
      expect(problemsOf(() => validateRecord(collection, { title: 'a', state }, 'patch', context))).toEqual(refused);
    }
  });

  test.each(['drop', 'refuse', 'unknown'] as const)('can be set by a hook (%s)', (answer) => {
    const context = { ...unless('state', answer), sentBy: new Set(['title', 'owed']) };
    const { stored, ignored } = validateRecord(collection, { ...body, owed: 1 }, 'create', context);
    expect([stored, ignored]).toEqual([{ title: 'a', state: 'mine', owed: 1 }, []]);
  });

  test.each(['drop', 'refuse', 'unknown'] as const)(
    'is not named when a record cannot be without it (%s)',
    (answer) => {
      expect(problemsOf(() => validateRecord(collection, body, 'create', unless('owed', answer)))).toEqual([
        ['body', 'required_missing'],
      ]);
    },
  );
});

test('whatever JSON comes, the answer is values or RECORD_INVALID', () => {
  const types = ['text', 'number', 'boolean', 'datetime', 'date', 'email', 'url', 'json', 'user', 'file'];
  const collection = collectionOf(types.map((type) => ({ name: type, type })));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...types), fc.jsonValue()), (body) => {
      problemsOf(() => validateRecord(collection, body, 'create', CONTEXT));
    }),
  );
});
