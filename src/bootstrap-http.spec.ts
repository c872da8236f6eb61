import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { IsEmail, IsString, MinLength } from 'class-validator';
import request from 'supertest';
import type { AnonymousScope } from '#application/kernel/anonymous-scope';
import type { Callers } from '#application/kernel/callers';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { answerUnknownPaths, configureHttp } from './bootstrap-http';
import { JsonBody } from './common/body.decorator';
import { Ctx } from './common/ctx.decorator';
import { ErrorFilter } from './common/error.filter';
import { Lifecycle } from './common/lifecycle';
import { createLoggers } from './common/logger';
import { RequestHooks } from './common/request-hooks';
import { TenantInterceptor } from './common/tenant.interceptor';
import { Turns } from './common/turns';
import { AppConfig } from './config/app-config';
import { DatabaseUnavailable } from './infrastructure/database/errors/database-unavailable';

class PersonDto {
  @IsEmail()
  email: string;

  @IsString()
  @MinLength(3)
  name: string;
}

const FAILURES: Readonly<Record<string, () => unknown>> = {
  conflict: () => new DomainError('USER_EMAIL_TAKEN', 'conflict', 'Taken', { field: 'email' }),
  unauthenticated: () => new DomainError('AUTH_REQUIRED', 'unauthenticated', 'Who are you?'),
  busy: () => new DomainError('AUTH_BUSY', 'rate_limited', 'Later', { body: { retryAfter: 7 } }),
  plan: () =>
    new DomainError('SCHEMA_CONFIRM', 'conflict', 'Sure?', { body: { plan: [1] }, hint: 'confirm', index: 2 }),
  database: () => new DatabaseUnavailable('connection to 10.0.0.1 lost'),
  defect: () => new Error('secret internals'),
  text: () => 'secret internals',
};

@Controller('things')
class ThingController {
  @Get('context')
  context(@Ctx() ctx: RequestContext): RequestContext {
    return ctx;
  }

  @Get('fail/:kind')
  fail(): never {
    throw new Error('replaced');
  }

  @Post('person')
  @HttpCode(200)
  person(@JsonBody() dto: PersonDto): PersonDto {
    return dto;
  }

  @Put('echo')
  echo(@JsonBody() body: unknown): unknown {
    return body ?? null;
  }
}

for (const [kind, failure] of Object.entries(FAILURES)) {
  const route = `fail-${kind}`;
  Object.defineProperty(ThingController.prototype, route, {
    value: () => {
      throw failure();
    },
    writable: true,
    configurable: true,
  });
  Get(route)(ThingController.prototype, route, Object.getOwnPropertyDescriptor(ThingController.prototype, route)!);
}

const config = Object.assign(new AppConfig(), { maxBodySize: 1024, environment: 'production' });
const turns = new Turns(
  { recall: () => undefined } as unknown as Callers,
  { recall: () => null } as unknown as AnonymousScope,
  config,
);
let app: NestExpressApplication;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  const module = await Test.createTestingModule({
    controllers: [ThingController],
    providers: [
      Lifecycle,
      { provide: APP_INTERCEPTOR, useClass: TenantInterceptor },
      { provide: RequestHooks, useValue: { heard: new Set() } },
      { provide: Turns, useValue: turns },
      { provide: AppConfig, useValue: config },
      ErrorFilter,
      { provide: APP_FILTER, useExisting: ErrorFilter },
    ],
  }).compile();
  app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  const stream = { write: (line: Buffer) => void lines.push(JSON.parse(line.toString()) as Record<string, unknown>) };
  configureHttp(app, config, app.get(Lifecycle), createLoggers(config, stream));
  await app.init();
  answerUnknownPaths(app);
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());
beforeEach(() => lines.splice(0));

const api = () => request(app.getHttpServer());
const url = (path: string) => `/api/v1/things/${path}`;

describe('every answer', () => {
  it('carries the security headers and a correlation id, errors included', async () => {
    for (const path of [url('context'), url('fail-defect'), '/nowhere']) {
      const { headers } = await api().get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-correlation-id': expect.stringMatching(/^cid_[0-9a-f]{12}$/) as unknown,
      });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });

  it('repeats an acceptable correlation id only', async () => {
    const good = await api().get(url('context')).set('X-Correlation-ID', 'trace-1.a_B');
    expect(good.headers['x-correlation-id']).toBe('trace-1.a_B');
    expect(good.body).toEqual({
      requestId: 'trace-1.a_B',
      actor: { kind: 'anonymous' },
      client: {},
      accountId: null,
      reason: null,
    });
    for (const bad of ['a b', 'x'.repeat(129), '"><script>']) {
      const { headers } = await api().get(url('context')).set('X-Correlation-ID', bad);
      expect(headers['x-correlation-id']).toMatch(/^cid_/);
    }
  });

  it('is logged in one line without query and tokens', async () => {
    await api()
      .get(`${url('context')}?token=hunter2`)
      .set('X-Correlation-ID', 'log-1');
    await api().get(`/api/v1/invitations/${'h'.repeat(43)}/accept`);
    expect(lines[0]).toMatchObject({ method: 'GET', path: url('context'), status: 200, correlation_id: 'log-1' });
    expect(lines[1]).toMatchObject({ path: '/api/v1/invitations/[token]/accept', status: 404 });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it.each([
    ['get', '/nowhere', 404, 'NOT_FOUND'],
    ['delete', url('person'), 405, 'METHOD_NOT_ALLOWED'],
    ['post', url('person'), 422, 'REQUEST_INVALID'],
    ['get', url('fail-unauthenticated'), 401, 'AUTH_REQUIRED'],
    ['get', url('fail-busy'), 429, 'AUTH_BUSY'],
    ['get', url('fail/%E0%A4%A'), 400, 'REQUEST_INVALID'],
  ] as const)('that is refused is logged with its code, and the address of its client: %s %s', async (...refused) => {
    const [method, path, status, code] = refused;
    const request = api()[method](path).set('X-Forwarded-For', '203.0.113.7');
    await request.send(method === 'post' ? {} : undefined);
    expect(lines).toEqual([expect.objectContaining({ status, code, client: '203.0.113.7' })]);
  });

  it('that is answered is logged without them', async () => {
    await api().get(url('context'));
    expect(lines[0]).not.toHaveProperty('code');
    expect(lines[0]).not.toHaveProperty('client');
  });
});

describe('errors', () => {
  it('have one body', async () => {
    const { status, body } = await api().get(url('fail-conflict')).set('X-Correlation-ID', 'e1');
    expect(status).toBe(409);
    expect(body).toEqual({
      error: 'USER_EMAIL_TAKEN',
      message: 'Taken',
      detail: 'Taken',
      request_id: 'e1',
      field: 'email',
    });
  });

  it('carry the members that their contract adds', async () => {
    const { body } = await api().get(url('fail-plan'));
    expect(body).toMatchObject({ error: 'SCHEMA_CONFIRM', detail: 'Sure?', plan: [1], hint: 'confirm', index: 2 });
  });

  it('name the scheme on 401 and the time on 429', async () => {
    const refused = await api().get(url('fail-unauthenticated'));
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const busy = await api().get(url('fail-busy'));
    expect([busy.status, busy.headers['retry-after']]).toEqual([429, '7']);
  });

  it.each(['defect', 'text'])('hide a %s', async (kind) => {
    const { status, body, text } = await api().get(url(`fail-${kind}`));
    expect(status).toBe(500);
    expect(body).toMatchObject({ error: 'INTERNAL_ERROR', message: 'An unexpected error occurred' });
    expect(text).not.toContain('internals');
  });

  it('are 503 while the database is away', async () => {
    const { status, text } = await api().get(url('fail-database'));
    expect(status).toBe(503);
    expect(text).not.toContain('10.0.0.1');
  });

  it('tell a wrong path from a wrong method', async () => {
    const path = await api().get(`${url('nowhere')}?token=hunter2`);
    expect([path.status, path.body]).toMatchObject([404, { error: 'NOT_FOUND', detail: 'Not Found' }]);
    const outside = await api().get('/records/posts?token=hunter2');
    const detail = expect.stringMatching(/^Not Found: routes of the API begin with \/api\/v1,/);
    expect([outside.status, outside.body]).toMatchObject([404, { error: 'NOT_FOUND', detail }]);
    const method = await api().delete(url('person'));
    expect([method.status, method.headers['allow'], method.body]).toMatchObject([
      405,
      'POST',
      { error: 'METHOD_NOT_ALLOWED', detail: 'Method Not Allowed: this path takes POST' },
    ]);
  });

  it('are 400 for a path that cannot be decoded', async () => {
    const { status } = await api().get(url('fail/%E0%A4%A'));
    expect(status).toBe(400);
  });
});

describe('bodies', () => {
  it('are checked all at once and their values never repeated', async () => {
    const { status, body, text } = await api().post(url('person')).send({ email: 'hunter2', name: 'x', extra: 1 });
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: 'REQUEST_INVALID', detail: expect.any(String) as unknown });
    expect(Object.keys((body as { errors: object }).errors)).toEqual(['extra', 'email', 'name']);
    expect(text).not.toContain('hunter2');
  });

  it.each([
    ['nmae', "is not known; did you mean 'name'?"],
    ['colour', 'is not known; known are email, name'],
    ['toString', 'is not known; known are email, name'],
    ['constructor', 'is not known; known are email, name'],
  ])('have no member that nobody knows: %s', async (field, message) => {
    const sent = { email: 'a@example.com', name: 'Ann', [field]: 1 };
    const { status, body } = await api().post(url('person')).send(sent);
    expect([status, body]).toMatchObject([422, { details: [{ field, code: 'unknown_key', message }] }]);
  });

  it('are objects where their members have names', async () => {
    const { status, body } = await api().post(url('person')).send(['Ann']);
    expect([status, body]).toMatchObject([422, { details: [{ field: 'body', code: 'invalid_type' }] }]);
  });

  it.each([
    ['{"password": hunter2}', ''],
    ['{"password": "hunter2"', ' (line 1, column 23)'],
  ])('that are not JSON are refused and never quoted: %s', async (text, place) => {
    const answer = await api().put(url('echo')).type('json').send(text);
    expect(answer.status).toBe(400);
    const message = `The request body is not valid JSON${place}`;
    expect(answer.body).toMatchObject({ error: 'REQUEST_MALFORMED', message });
    expect(answer.text).not.toContain('hunter2');
  });

  it.each([
    ['null', 'null'],
    ['"hunter2"', 'a text'],
    ['12', 'a number'],
    ['true', 'a boolean'],
  ])('that are %s are told what they are', async (text, kind) => {
    const answer = await api().put(url('echo')).type('json').send(text);
    expect(answer.status).toBe(400);
    const message = `The request body must be a JSON object or list, not ${kind}`;
    expect(answer.body).toMatchObject({ error: 'REQUEST_MALFORMED', message });
    expect(answer.text).not.toContain('hunter2');
  });

  it.each([
    ['text/plain', 'x', 415],
    ['application/x-www-form-urlencoded', 'a=1', 415],
    ['application/json; charset=latin1', '{}', 415],
    ['application/json', JSON.stringify({ a: 'x'.repeat(2000) }), 413],
    ['application/merge-patch+json', '{"a":1}', 200],
  ])('of type %s are answered rightly', async (type, text, status) => {
    const answer = await api().put(url('echo')).set('Content-Type', type).send(text);
    expect(answer.status).toBe(status);
  });

  it('may be missing', async () => {
    expect((await api().put(url('echo'))).status).toBe(200);
  });
});

describe('cross-origin access', () => {
  it('answers preflights of known origins', async () => {
    const { status, headers } = await api()
      .options(url('person'))
      .set({ Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'POST' });
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('http://localhost:5173');
    expect(headers['access-control-allow-methods']).toBe('GET, POST, PUT, PATCH, DELETE');
    expect(headers['access-control-allow-headers']).toContain('X-Account-ID');
  });

  it('lets pages read errors', async () => {
    const { headers } = await api().get('/nowhere').set('Origin', 'http://localhost:5173');
    expect(headers['access-control-allow-origin']).toBe('http://localhost:5173');
    expect(headers['access-control-expose-headers']).toContain('Retry-After');
  });

  it('allows no other origin', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:5173.evil.example']) {
      const { headers } = await api().get(url('context')).set('Origin', origin);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers['vary']).toBe('Origin');
    }
  });
});

describe('stopping', () => {
  it('closes connections with the answer', async () => {
    app.get(Lifecycle).stopping = true;
    const { headers } = await api().get(url('context'));
    app.get(Lifecycle).stopping = false;
    expect(headers['connection']).toBe('close');
  });
});

describe('what Node would refuse by itself', () => {
  async function send(head: string): Promise<string> {
    const { port } = app.getHttpServer().address() as { port: number };
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head}Connection: close\r\n\r\n`));
    return text(socket);
  }

  it.each([
    ['no HTTP', 'GET / HTTP/9.9\r\n'],
    ['no Host', `GET ${url('context')} HTTP/1.1\r\n`],
  ])('%s is refused with a body, and logged with the address', async (_what, head) => {
    const [status, body] = (await send(head)).split('\r\n\r\n');
    expect(status).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body!)).toMatchObject({ error: 'REQUEST_INVALID' });
    expect(lines).toMatchObject([
      { status: 400, code: 'REQUEST_INVALID', client: expect.stringContaining('127.0.0.1') },
    ]);
  });

  it.each([
    ['HTTP/1.0 needs no Host', `GET ${url('context')} HTTP/1.0\r\n`],
    ['what is expected of it is ignored', `GET ${url('context')} HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n`],
  ])('%s', async (_what, head) => {
    expect(await send(head)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
