/** Attacks of class F7: what logs keep. In a file of its own, because the logger is one for the process. See security.e2e-spec.ts. */
import { Logger } from '@nestjs/common';
import { createApp } from '#server/bootstrap';
import { createLoggers } from '#server/common/logger';
import { loadConfig } from '#server/config/load-config';
import { DataSource } from 'typeorm';
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import { createDatabase } from '../support/database';
import { Http } from '../support/http';
import { API, login, PASSWORD } from '../support/member';
import { environmentOf } from '../support/environment';

test('F7 a failed request is logged, without values, tokens or hashes', async () => {
  const database = await createDatabase();
  const config = loadConfig({ ...environmentOf(database, 0), SNACKBASE_LOG_LEVEL: 'info' });
  let logged = '';
  const app = await createApp(config, createLoggers(config, { write: (line) => (logged += line) }));
  try {
    await app.listen(0, '127.0.0.1');
    const http = new Http(await app.getUrl());
    const { token, refreshToken } = await login(http, 'system', 'root@snackbase.example');
    const refused: unknown = await app
      .get(DataSource)
      .query('SELECT missing FROM users WHERE password_hash = $1', ['$2b$a-hash'])
      .catch((error: unknown) => error);
    new Logger('Test').error({ err: refused, token, headers: { authorization: token } });
    await app.get(ReadPool).close();
    const failed = await http.get(`${API}/auth/me`, { token });
    expect({ status: failed.status, body: Object.keys(failed.body) }).toEqual({
      status: 503,
      body: ['error', 'message', 'detail', 'request_id'],
    });
    expect(logged).toContain('missing');
    expect(logged).toContain(`"request_id":"${failed.body.request_id}"`);
    for (const secret of [token, refreshToken, PASSWORD, '$2b$']) expect(logged).not.toContain(secret);
  } finally {
    await app.close();
    await database.drop();
  }
});
