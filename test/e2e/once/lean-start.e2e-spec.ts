/** What the server does not load before something asks for it. */
import { execFileSync } from 'node:child_process';

const LOADED = `
  require('./dist/src/config/lean-http');
  require('./dist/src/bootstrap');
  const loaded = process.moduleLoadList;
  console.log(JSON.stringify({ http: loaded.includes('NativeModule http'), undici: loaded.join().includes('undici') }));
`;

test('undici, which Node loads when somebody reads http.WebSocket', () => {
  const printed = execFileSync(process.execPath, ['-e', LOADED], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual({ http: true, undici: false });
});
