import type { DomainError } from '#domain/kernel/errors';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { managerOf, sqlOf } from '../lanes/transaction';
import { translateError } from './translate-error';
import { violationOf, type Violation } from './violation';
import { unitOf } from '../../../../test/support/unit';

describe.each(ENGINES)('errors of $name', ({ name: engine, create }) => {
  let place: TemporaryDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 1000 });
    await failureOf(
      'CREATE TABLE things (a varchar(20), b varchar(20) NOT NULL, role integer REFERENCES roles, UNIQUE (a, b))',
    );
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  /** The driver's error, or null when the statement went well. */
  async function failureOf(text: string, through: 'connection' | 'typeorm' = 'connection'): Promise<unknown> {
    try {
      await database.lanes.submit(
        unitOf((tx) => (through === 'typeorm' ? managerOf(tx).query(text) : sqlOf(tx).all(text))),
      );
      return null;
    } catch (error) {
      return error;
    }
  }

  it.each(['connection', 'typeorm'] as const)(
    'names table and columns of a unique constraint, through the %s',
    async (way) => {
      expect(await failureOf(`INSERT INTO things VALUES ('${way}', 'b', null)`, way)).toBeNull();
      const error = await failureOf(`INSERT INTO things VALUES ('${way}', 'b', null)`, way);
      expect(violationOf(error)).toMatchObject({ kind: 'unique', table: 'things', columns: ['a', 'b'] });
      const fieldOf = ({ columns }: Violation): string | undefined => columns.find((column) => column === 'b');
      expect(translateError(error, 'write', fieldOf)).toMatchObject({
        code: 'RECORD_NOT_UNIQUE',
        kind: 'conflict',
        message: 'The value of "b" is already in use',
        extras: { field: 'b' },
      });
      expect(translateError(error, 'write')).toMatchObject({ code: 'RECORD_NOT_UNIQUE', extras: {} });
    },
  );

  it('knows missing values and broken references', async () => {
    const missing = await failureOf(`INSERT INTO things VALUES ('x', null, null)`);
    expect(violationOf(missing)).toMatchObject({ kind: 'not_null', table: 'things', columns: ['b'] });
    expect(translateError(missing, 'write')).toMatchObject({ code: 'RECORD_VALUE_MISSING', kind: 'unprocessable' });
    const broken = await failureOf(`INSERT INTO things VALUES ('x', 'y', 77)`);
    expect(violationOf(broken)).toMatchObject({ kind: 'reference' });
    expect(translateError(broken, 'write')).toMatchObject({ code: 'RECORD_REFERENCE_BROKEN', kind: 'conflict' });
  });

  it('leaves a defect as it is', async () => {
    const defect = await failureOf('SELECT 1 FROM nowhere');
    expect(translateError(defect, 'write')).toBe(defect);
    const plain = new Error('plain');
    expect(translateError(plain, 'write')).toBe(plain);
    expect(violationOf('text')).toBeNull();
  });

  it.each([
    ['query', { code: 'QUERY_TIMEOUT', kind: 'unprocessable', extras: { hint: /Narrow the filter/ } }],
    ['lookup', { name: 'DatabaseUnavailable' }],
    ['write', { code: 'WRITE_TIMEOUT', kind: 'unavailable', extras: { hint: /Nothing was stored/ } }],
  ] as const)('takes a %s that was stopped for what it is', (kind, meaning) => {
    const stopped = Object.assign(new Error('stopped'), { code: engine === 'postgres' ? '57014' : 'SQLITE_INTERRUPT' });
    const error = translateError(stopped, kind) as DomainError;
    const { extras, ...plain } = meaning as typeof meaning & { extras?: { hint: RegExp } };
    expect(error).toMatchObject(plain);
    expect(error.extras?.hint ?? '').toMatch(extras?.hint ?? /^$/);
  });

  if (engine === 'postgres') {
    it.each(['query', 'write'] as const)('says of a locked %s that another session is in the way', (kind) => {
      const error = translateError(Object.assign(new Error('lock timeout'), { code: '55P03' }), kind);
      expect(error).toMatchObject({ code: 'DATABASE_LOCKED', kind: 'unavailable' });
      expect(String(error)).toContain(kind === 'write' ? 'nothing was stored' : 'to read');
    });

    it('takes a read-only session for an outage of writes, and for a defect elsewhere', () => {
      const error = Object.assign(new Error('cannot execute UPDATE in a read-only transaction'), { code: '25006' });
      expect(translateError(error, 'write')).toMatchObject({ name: 'DatabaseUnavailable' });
      expect(translateError(error, 'query')).toBe(error);
    });

    it.each(['28P01', '3D000', '57P05', '25P03', 'timeout exceeded when trying to connect'])(
      'takes %s for a lost connection',
      (told) => {
        const error = told.includes(' ') ? new Error(told) : Object.assign(new Error('told'), { code: told });
        expect(translateError(error, 'lookup')).toMatchObject({ name: 'DatabaseUnavailable' });
      },
    );
    it.each([`SELECT 'x'::integer`, `SELECT date '2026-13-01'`, `SELECT 99999999999::integer`])(
      'takes %s for a bad value',
      async (text) => {
        expect(translateError(await failureOf(text), 'query')).toMatchObject({ code: 'RECORD_VALUE_OUT_OF_RANGE' });
      },
    );
  }
});
