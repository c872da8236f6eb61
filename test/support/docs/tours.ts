/** In which order the pages of the documentation are gone through, and what they say is there. */
import { SIGNED_IN_RULES } from '../member';

export const MEMBER = { email: 'ann@acme.example', password: 'Battery-Staple-8' };

const collection = (name: string, ...fields: readonly object[]): object => ({ name, fields, ...SIGNED_IN_RULES });
const AUTHORS = collection('authors', { name: 'name', type: 'text' });
const TITLE = { name: 'title', type: 'text', required: true };
const STATUS = { name: 'status', type: 'select', options: { values: ['draft', 'published'] }, default: 'draft' };
const AUTHOR = { name: 'author', type: 'reference', collection: 'authors', on_delete: 'set_null' };
const SLUG = { name: 'slug', type: 'text' };
const IMPORTED = [AUTHOR, { name: 'written_at', type: 'datetime' }];

/** Of the requests and answers that pages show. */
export const EXAMPLE_COLLECTIONS = [
  AUTHORS,
  collection('posts', TITLE, STATUS, { name: 'price', type: 'number' }, { name: 'due', type: 'date' }, AUTHOR),
  collection('products', TITLE, { name: 'sku', type: 'text', unique: true }, { name: 'price', type: 'number' }),
];

interface Tour {
  /** Pages that go on from each other, in one shell. */
  readonly pages: readonly string[];
  /** What they say is there: collections, and the account acme with Ann, its admin. */
  readonly collections?: readonly object[];
  readonly hasMember?: boolean;
  /** Parts of what is printed, in this order. */
  readonly prints?: readonly string[];
}

/** Those first in which a superadmin names the account: what a stranger named is remembered for a while, by its name. */
export const TOURS: readonly Tour[] = [
  {
    pages: ['docs/from-pocketbase.md'],
    collections: [AUTHORS, collection('posts', TITLE, { name: 'published', type: 'boolean' }, ...IMPORTED)],
    hasMember: true,
    prints: ['2 records of posts', '"title":"Hello","written_at":"2024-03-02T10:00:00.000Z","author":{"name":"Ann"}'],
  },
  {
    pages: ['docs/from-supabase.md'],
    collections: [AUTHORS, collection('posts', TITLE, ...IMPORTED)],
    hasMember: true,
    prints: ['2 records of posts', '"title":"Hello","written_at":"2024-03-02T10:00:00.000Z","author":{"name":"Ben"}'],
  },
  {
    pages: ['docs/from-directus.md'],
    collections: [AUTHORS, collection('posts', TITLE, STATUS, ...IMPORTED)],
    hasMember: true,
    prints: [
      '2 records of posts',
      '"status":"published","written_at":"2024-03-02T10:00:00.000Z","author":{"name":"Cleo"}',
    ],
  },
  {
    pages: ['README.md', 'docs/walkthrough.md'],
    prints: [
      '"name":"posts"',
      '"slug":"acme"',
      '"count":2',
      '{"items":[{"title":"Hello","status":"published"}],"total":1,',
      '"title":"Hello from Globex","status":"published"',
      '"total":1',
      '"error":"RECORD_NOT_FOUND"',
      '"error":"TITLE_SHOUTS"',
      '"title":"Read this"',
      '"account_name":"Globex"',
      '"message":"User added to group"',
      '"error":"AUTH_SCOPE_MISSING"',
    ],
  },
  { pages: ['CONTRIBUTING.md'] },
  { pages: ['docs/collections.md'], collections: [AUTHORS], prints: ['"name":"posts"', '"records_deleted":0'] },
  {
    pages: ['docs/hooks.md'],
    collections: [collection('posts', TITLE, SLUG)],
    prints: ['registers on_record_before_create'],
  },
  {
    pages: ['docs/hooks-files.md'],
    collections: [collection('posts', TITLE, SLUG)],
    prints: ['The types of 1 collection'],
  },
  {
    pages: ['docs/clients.md'],
    collections: [collection('posts', TITLE, STATUS)],
    hasMember: true,
    prints: ['"title":"Hello"', '"total":1', "2 [ 'From the SDK', 'Hello' ]", "titel: [ \"Unknown field 'titel'"],
  },
];
/** Where the reader has another server than the one that runs here, and is asked for a password twice. */
export const OPERATIONS = { page: 'docs/operations.md', typed: 'Correct-Horse-7\nCorrect-Horse-7\n' };
