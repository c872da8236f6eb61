/** Acknowledged means sent: the server is killed while it sends a mail, and the one that starts after it sends it. */
import { createDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Http, type Answer } from '../support/http';
import { API, login, PASSWORD } from '../support/member';
import { type ServerProcess, startProcess } from '../support/process';
import { startSmtp, type TestSmtp } from '../support/smtp';

const EMAIL = 'ada@mail.example';

let database: TestDatabase;
let smtp: TestSmtp;
let server: ServerProcess;
const arrived = Promise.withResolvers<void>();
const released = Promise.withResolvers<void>();

beforeAll(async () => {
  database = await createDatabase();
  smtp = await startSmtp({
    hold: async () => {
      arrived.resolve();
      await released.promise;
    },
  });
});
afterAll(async () => {
  released.resolve();
  await server?.end('SIGKILL');
  await smtp?.stop();
  await database?.drop();
});

function start(): Promise<ServerProcess> {
  return startProcess(database, {
    environment: {
      SNACKBASE_SMTP_HOST: '127.0.0.1',
      SNACKBASE_SMTP_PORT: String(smtp.port),
      SNACKBASE_SMTP_USE_TLS: 'false',
      SNACKBASE_SMTP_FROM_EMAIL: 'service@app.example',
      // Long enough for the second process to show that it is at work, however busy the machine is.
      SNACKBASE_JOB_EXECUTION_TIMEOUT: '3',
    },
  });
}

async function lastLog(): Promise<Answer> {
  const http = new Http(server.url);
  const { token } = await login(http, 'system', 'root@snackbase.example');
  return http.get(`${API}/admin/email/logs?template_type=email_verification`, { token });
}

test('a mail is sent by the next process when the first one is killed with it in hand', async () => {
  server = await start();
  const http = new Http(server.url);
  const account = { account_name: 'crash', account_slug: 'crash' };
  const registered = await http.post(`${API}/auth/register`, { email: EMAIL, password: PASSWORD, ...account });
  expect(registered.status).toBe(201);
  await arrived.promise;
  await server.end('SIGKILL');
  expect(smtp.mails).toEqual([]);

  released.resolve();
  server = await start();
  const isSent = async (): Promise<boolean> => (await lastLog()).body.logs[0].status === 'sent';
  await eventually(isSent);
  expect((await lastLog()).body.logs[0]).toMatchObject({ recipient_email: EMAIL, status: 'sent', attempts: 2 });
  const mail = smtp.mails.findLast(({ to }) => to === EMAIL)!;
  const token = /token=([\w-]+)/.exec(mail.parsed.text!)![1];
  expect((await new Http(server.url).post(`${API}/auth/verify-email`, { token })).status).toBe(200);
});
