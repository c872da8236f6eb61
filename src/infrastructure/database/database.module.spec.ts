import { setImmediate } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { Catalogs } from '#application/ports/catalogs';
import { CollectionStore } from '#application/ports/collection-store';
import { type Transaction, Transactions } from '#application/ports/transactions';
import { newId } from '#domain/kernel/ids';
import { type Collection, NO_FIELD_LISTS } from '#domain/schema/collection';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import { unitOf } from '../../../test/support/unit';
import { Database } from './database';
import { DatabaseModule } from './database.module';
import { DatabaseOptions } from './database-options';
import { RoleEntity } from './entities/role.entity';
import { sqlOf } from './lanes/transaction';
import { ReadPool } from './reads/read-pool';

@Module({})
class OptionsModule {
  static for(options: DatabaseOptions): DynamicModule {
    const provider = { provide: DatabaseOptions, useValue: options };
    return { module: OptionsModule, global: true, providers: [provider], exports: [provider] };
  }
}

describe.each(ENGINES)('the database module on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let app: TestingModule;

  beforeEach(async () => {
    place = await create();
    app = await build();
  });

  afterEach(async () => {
    await app.close();
    await place.remove();
  });

  function build(): Promise<TestingModule> {
    const options: DatabaseOptions = { target: place.target, statementTimeoutMs: 1000, readers: 2, lanes: 2 };
    return Test.createTestingModule({ imports: [OptionsModule.for(options), DatabaseModule] }).compile();
  }

  function register(module: TestingModule, name: string): Promise<void> {
    const now = new Date().toISOString();
    const rules = { list: '', view: '', create: null, update: null, delete: null };
    const collection: Collection = {
      id: newId(),
      name,
      table: `col_${name}`,
      fields: [],
      indexes: [],
      rules,
      fieldLists: NO_FIELD_LISTS,
      allowAnonymous: true,
      showUserDetails: true,
      createdAt: now,
      updatedAt: now,
    };
    const work = async (tx: Transaction): Promise<void> => {
      await module.get(CollectionStore).insert(tx, collection);
      await module.get(CollectionStore).bumpRevision(tx);
    };
    return module.get(Transactions).runAlone(unitOf(work));
  }

  it('runs units of work through the ports', async () => {
    const roles = await app.get(Transactions).run(unitOf((tx) => sqlOf(tx).all('SELECT name FROM roles ORDER BY id')));
    expect(roles).toEqual([{ name: 'admin' }, { name: 'user' }]);
    await app.get(Database).ping();
  });

  it('names the field when a constraint decides a race', async () => {
    await register(app, 'posts');
    await expect(register(app, 'posts')).rejects.toMatchObject({
      code: 'RECORD_NOT_UNIQUE',
      kind: 'conflict',
      extras: { field: 'name' },
    });
  });

  it('keeps its catalog until refreshed, and meets changes of another process then', async () => {
    const catalogs = app.get(Catalogs);
    const before = catalogs.current();
    expect(before).toMatchObject({ revision: 1, collections: [] });
    expect(await catalogs.refresh()).toBe(before);
    const other = await build();
    await register(other, 'posts');
    expect(catalogs.current()).toBe(before);
    const [first, second] = await Promise.all([catalogs.refresh(), catalogs.refresh()]);
    expect(first).toMatchObject({ revision: 2 });
    expect(second).toBe(first);
    expect(catalogs.current().find('POSTS')).toMatchObject({ name: 'posts' });
    await other.close();
  });

  it('never answers a refresh with a read that began before it was asked for', async () => {
    const catalogs = app.get(Catalogs);
    const early = catalogs.refresh();
    await register(app, 'posts');
    expect((await catalogs.refresh()).revision).toBe(2);
    await early;
  });

  it('loads the catalog before anything can ask for it', async () => {
    await register(app, 'posts');
    const other = await build();
    expect(other.get(Catalogs).current().find('posts')).toBeDefined();
    await other.close();
  });

  it('closes the database with the application', async () => {
    const other = await build();
    const database = other.get(Database);
    await other.close();
    await expect(database.ping()).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await expect(other.get(Transactions).run(unitOf(() => Promise.resolve()))).rejects.toMatchObject({
      name: 'DatabaseUnavailable',
    });
  });

  it('answers a unit in flight at shutdown, refuses later ones, and only then closes its sources', async () => {
    const other = await build();
    const [units, source] = [other.get(Transactions), other.get(DataSource)];
    const events: string[] = [];
    const destroy = source.destroy.bind(source);
    jest.spyOn(source, 'destroy').mockImplementation(() => {
      events.push('read source destroyed');
      return destroy();
    });
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const inFlight = units.run(
      unitOf(async (tx) => {
        await sqlOf(tx).all(`INSERT INTO system_state (name, value) VALUES ('in_flight', 1)`);
        began.resolve();
        await goOn.promise;
        return 'answer';
      }),
    );
    await began.promise;

    const closing = other.close();
    const refusals: unknown[] = [];
    const accepted: Promise<unknown>[] = [];
    while (refusals.length === 0) {
      const unit = units.run(unitOf(() => Promise.resolve()));
      accepted.push(unit.catch((error: unknown) => refusals.push(error)));
      await setImmediate();
    }
    expect(refusals[0]).toMatchObject({ name: 'DatabaseUnavailable' });
    expect(await source.getRepository(RoleEntity).count()).toBe(2);
    expect(events).toEqual([]);

    void inFlight.then((answer) => events.push(answer));
    goOn.resolve();
    await closing;
    await Promise.all(accepted);
    expect(events).toEqual(['answer', 'read source destroyed']);
    expect(source.isInitialized).toBe(false);
    const written = await app.get(ReadPool).all(`SELECT value FROM system_state WHERE name = 'in_flight'`);
    expect(written).toEqual([{ value: 1 }]);
  });
});

describe('the database module on a database that cannot be opened', () => {
  it.each([
    ['SQLite', { kind: 'sqlite', file: `${__filename}/not-a-folder/a.db` } as const, /^Cannot open the SQLite/],
    ['PostgreSQL', { kind: 'postgres', url: 'postgres://u:p@127.0.0.1:1/db' } as const, /^Cannot open the PostgreSQL/],
  ])('says so in one line: %s', async (_engine, target, line) => {
    const options = OptionsModule.for({ target, statementTimeoutMs: 1000 });
    const built = Test.createTestingModule({ imports: [options, DatabaseModule] }).compile();
    await expect(built).rejects.toThrow(line);
  });
});
