/** What the server does not load before something asks for it, or at all. */
import { execFileSync } from 'node:child_process';

const LOADED = `
  require('./dist/src/config/lean-http');
  require('./dist/src/config/lean-packages');
  require('./dist/src/bootstrap');
  const built = process.moduleLoadList.join();
  const files = Object.keys(require.cache).join();
  const has = (text) => [built, files].some((all) => all.includes(text));
  console.log(JSON.stringify({
    http: has('NativeModule http'),
    undici: has('undici'),
    postgres: has('typeorm/driver/postgres/PostgresQueryRunner'),
    oracle: has('typeorm/driver/oracle/OracleQueryRunner'),
    plans: has('libphonenumber-js/metadata'),
  }));
`;

const printed = execFileSync(process.execPath, ['-e', LOADED], { encoding: 'utf8' });

test('undici, which Node loads when somebody reads http.WebSocket', () => {
  expect(JSON.parse(printed)).toMatchObject({ http: true, undici: false });
});

test('parts of packages that nobody needs here', () => {
  expect(JSON.parse(printed)).toMatchObject({ postgres: true, oracle: false, plans: false });
});
