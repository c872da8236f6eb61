import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppConfig } from './app-config';

const ROOT = join(__dirname, '..', '..');
/** The process that starts workers kills those that are left when their time and a fifth of it are over. */
const KILL_AFTER_FACTOR = 1.2;

describe.each([
  ['docker-compose.yml', ['SNACKBASE_SECRET_KEY', 'SNACKBASE_EXTERNAL_URL', 'POSTGRES_PASSWORD']],
  ['docker-compose.sqlite.yml', ['SNACKBASE_SECRET_KEY', 'SNACKBASE_EXTERNAL_URL']],
])('%s', (file, demanded) => {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^ *#.*$/gm, '');

  it('gives the server every setting, and more time to stop than it takes', () => {
    const [server] = text.split(/^ {2}postgres:$/m);
    expect(server).toMatch(/^ {4}env_file: \.env$/m);
    const grace = Number(/^ {4}stop_grace_period: (\d+)s$/m.exec(server!)?.[1]);
    expect(grace).toBeGreaterThan(new AppConfig().shutdownTimeoutSeconds * KILL_AFTER_FACTOR);
  });

  it('demands the secrets, and has no defaults for them', () => {
    const names = Array.from(text.matchAll(/\$\{(\w+):\?set it/g), ([, name]) => name);
    expect(new Set(names)).toEqual(new Set(demanded));
    const defaults = Array.from(text.matchAll(/\$\{(\w+):?-/g), ([, name]) => name);
    expect(defaults).toEqual(['SNACKBASE_PUBLISHED_PORT']);
  });
});
