import { tmpdir } from 'node:os';
import { Controller, Get } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { LoggerModule } from 'nestjs-pino';
import request from 'supertest';
import { RegisterAccount } from '#application/auth/register-account';
import { SessionIssuer } from '#application/kernel/sign-in/session-issuer';
import { Principals } from '#application/ports/principals';
import { Units } from '#application/kernel/units';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import type { Account } from '#domain/accounts/account';
import { NO_CLIENT, type RequestContext, SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import { AppConfig } from '#server/config/app-config';
import { DatabaseModule } from '#server/infrastructure/database/database.module';
import { DatabaseOptions } from '#server/infrastructure/database/database-options';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { JobsModule } from '#server/infrastructure/jobs/jobs.module';
import { MailModule } from '#server/infrastructure/mail/mail.module';
import { AuthModule } from './auth.module';
import { SelfServiceModule } from './self-service.module';
import { HooksModule } from '../hooks/hooks.module';
import { SetupModule } from '../setup/setup.module';
import { Optimistic, OptionalAuth, Public, SuperadminOnly } from '#server/common/access.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { ErrorFilter } from '#server/common/error.filter';
import { SettingsModule } from '#server/config/settings.module';
import { strangerContext, TEST_ACT } from '../../../test/support/unit';

const PASSWORD = 'Correct-Horse-7';

interface Answer {
  readonly status: number;
  readonly body: Partial<RequestContext> & { readonly detail?: string };
}

@Controller()
class DoorController {
  @Get('closed')
  closed(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('public')
  @Public()
  public(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('records')
  @OptionalAuth()
  @Optimistic()
  records(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('operators')
  @SuperadminOnly()
  operators(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }
}

@Controller('operators-only')
@SuperadminOnly()
class OperatorController {
  @Get()
  show(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }
}

describe.each(ENGINES)('the auth guard on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let app: NestExpressApplication;
  let account: Account;
  let member: { id: string; token: string };
  let operator: { id: string; token: string };

  async function signIn(userId: string, home: Account): Promise<string> {
    const issuer = app.get(SessionIssuer, { strict: false });
    const user = {
      id: userId,
      accountId: home.id,
      email: 'x@x.example',
      role: 'admin',
      groups: [],
      isActive: true,
      emailVerified: true,
      createdAt: '',
      lastLogin: null,
      authVersion: 1,
    };
    const units = app.get(Units, { strict: false });
    const opened = await units.run(systemContext('test', home.id), TEST_ACT, (tx) =>
      issuer.openFirst(tx, user, NO_CLIENT),
    );
    return issuer.sign(opened, user, home).token;
  }

  beforeAll(async () => {
    place = await create();
    const config = Object.assign(new AppConfig(), {
      secretKey: 'a secret of the test suite, long enough for it',
      dataDirectory: tmpdir(),
      jobWorkerEnabled: false,
    });
    const module = await Test.createTestingModule({
      imports: [
        SettingsModule.for(config),
        LoggerModule.forRoot({ pinoHttp: { level: 'silent' }, forRoutes: [] }),
        DatabaseModule,
        JobsModule,
        MailModule,
        HooksModule,
        AuthModule,
        SelfServiceModule,
        SetupModule,
      ],
      controllers: [DoorController, OperatorController],
      providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
    })
      .overrideProvider(DatabaseOptions)
      .useValue({ target: place.target, statementTimeoutMs: 1000, readers: 2 })
      .compile();
    app = module.createNestApplication<NestExpressApplication>({ logger: false });
    const superadmins = app.get(CreateSuperadmin, { strict: false });
    const operatorId = await superadmins.execute({ email: 'root@x.example', password: PASSWORD, force: false });
    await app.init();

    const registration = {
      email: 'a@a.example',
      password: PASSWORD,
      accountName: 'Acme',
      accountSlug: undefined,
    };
    const registered = await app.get(RegisterAccount, { strict: false }).execute(strangerContext(), registration);
    account = registered.account;
    member = { id: registered.user.id, token: await signIn(registered.user.id, account) };
    operator = { id: operatorId, token: await signIn(operatorId, { ...account, id: SYSTEM_ACCOUNT_ID }) };
  });
  afterAll(async () => {
    await app?.close();
    await place?.remove();
  });

  async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await request(app.getHttpServer()).get(path).set(headers);
    return { status: answer.status, body: answer.body as Answer['body'] };
  }

  const as = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });

  it('closes what declares nothing', async () => {
    expect((await get('/closed')).status).toBe(401);
    expect((await get('/closed', { authorization: 'Bearer x' })).status).toBe(401);
    // An account header is no credential.
    expect((await get('/closed', { 'x-account-id': account.slug })).status).toBe(401);
    const { status, body } = await get('/closed', as(member));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        accountId: account.id,
        actor: { userId: member.id, accountId: account.id, role: 'admin', groups: ['pii_access'] },
      },
    });
  });

  it('looks at nothing on public routes', async () => {
    for (const headers of [{}, as(member), { authorization: 'Bearer stale' }, { 'x-account-id': account.slug }]) {
      const { status, body } = await get('/public', headers);
      expect({ status, body }).toMatchObject({ status: 200, body: { actor: { kind: 'anonymous' }, accountId: null } });
    }
  });

  it('keeps operators’ routes for operators, declared on route or controller', async () => {
    for (const path of ['/operators', '/operators-only']) {
      expect((await get(path)).status).toBe(401);
      const refused = await get(path, as(member));
      expect(refused.status).toBe(403);
      expect(JSON.stringify(refused.body)).not.toMatch(/superadmin|restricted/);
      expect((await get(path, as(operator))).body).toMatchObject({ accountId: null });
    }
  });

  it('lets anonymous callers name an account by id, code or slug', async () => {
    for (const name of [account.id, account.accountCode, account.accountCode.toLowerCase(), account.slug, 'ACME']) {
      // Twice: the second time it is remembered.
      for (let round = 0; round < 2; round += 1) {
        const { status, body } = await get('/records', { 'x-account-id': name });
        expect({ status, body }).toMatchObject({
          status: 200,
          body: { actor: { kind: 'anonymous' }, accountId: account.id },
        });
      }
    }
  });

  it('refuses anonymous callers without an account, with an unknown one, and with the system’s', async () => {
    const missing = await get('/records');
    expect(missing.status).toBe(401);
    for (const way of ['Authorization: Bearer', 'X-API-Key', 'X-Account-ID'])
      expect(missing.body.detail).toContain(way);
    for (const name of ['nowhere', 'ZZ9999', 'x'.repeat(5000), SYSTEM_ACCOUNT_ID, 'system', 'SY0000']) {
      for (let round = 0; round < 2; round += 1) {
        expect((await get('/records', { 'x-account-id': name })).status).toBe(404);
      }
    }
  });

  it('lets a signed-in caller name their own account and no other', async () => {
    for (const path of ['/records', '/closed']) {
      for (const name of [account.id, account.id.toUpperCase(), account.accountCode, account.slug, ' ', '']) {
        const { body } = await get(path, { ...as(member), 'x-account-id': name });
        expect(body).toMatchObject({ accountId: account.id, actor: { userId: member.id } });
      }
      for (const name of [
        'system',
        SYSTEM_ACCOUNT_ID,
        'nowhere',
        'x'.repeat(5000),
        `${account.slug}, ${account.slug}`,
      ]) {
        const { status, body } = await get(path, { ...as(member), 'x-account-id': name });
        expect([status, body.detail]).toEqual([403, 'X-Account-ID must name your own account']);
      }
    }
  });

  it('narrows a superadmin’s request to the account that is named', async () => {
    for (const path of ['/records', '/closed', '/operators']) {
      for (const name of [account.id, account.accountCode, account.slug]) {
        const { body } = await get(path, { ...as(operator), 'x-account-id': name });
        expect(body).toMatchObject({ accountId: account.id, actor: { userId: operator.id } });
      }
      expect((await get(path, { ...as(operator), 'x-account-id': 'system' })).body.accountId).toBe(SYSTEM_ACCOUNT_ID);
      expect((await get(path, { ...as(operator), 'x-account-id': 'nowhere' })).status).toBe(404);
      expect((await get(path, as(operator))).body.accountId).toBeNull();
    }
  });

  it('does not treat an invalid credential as a missing one', async () => {
    for (const headers of [{ authorization: 'Bearer stale' }, { 'x-api-key': 'sb_ak.a.b' }, { 'x-api-key': '' }]) {
      const { status } = await get('/records', { ...headers, 'x-account-id': account.slug });
      expect(status).toBe(401);
    }
  });

  it.each([
    { authorization: 'abc' },
    { authorization: 'Basic YTpi' },
    { authorization: 'Bearer' },
    { authorization: '' },
  ])('says how a credential is sent to who sends %j', async (headers) => {
    for (const path of ['/closed', '/records', '/operators']) {
      const { status, body } = await get(path, { ...headers, 'x-account-id': account.slug });
      expect([status, body.detail]).toEqual([401, expect.stringContaining('Authorization: Bearer <token>')]);
    }
    expect((await get('/public', headers)).status).toBe(200);
  });

  it('asks the database on every route but the optimistic ones, whose statements do it themselves', async () => {
    const principals = app.get(Principals, { strict: false });
    const asked = [jest.spyOn(principals, 'find'), jest.spyOn(principals, 'findStamp')];
    const questions = () => asked.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    await get('/closed', as(member));
    const before = questions();
    expect((await get('/records', as(member))).status).toBe(200);
    expect(questions()).toBe(before);
    expect((await get('/closed', as(member))).status).toBe(200);
    expect(questions()).toBe(before + 1);
    for (const spy of asked) spy.mockRestore();
  });

  it('notices at once that a user was switched off', async () => {
    const units = app.get(Units, { strict: false });
    await units.run(systemContext('test', account.id), TEST_ACT, (tx) =>
      managerOf(tx).update(UserEntity, { id: member.id }, { isActive: false }),
    );
    expect((await get('/closed', as(member))).status).toBe(401);
    expect((await get('/records', as(member))).status).toBe(401);
  });
});
