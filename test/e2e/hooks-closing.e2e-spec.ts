/** The hooks that are still at work when a server closes. */
import { HookBus } from '#domain/hooks/hook-bus';
import { API } from '../support/member';
import { startServer } from '../support/server';
import { createWorld } from '../support/world';

/** First, because the log is that of the first application of this process. */
test('a server that closes does not wait longer than its time to stop', async () => {
  const lines: string[] = [];
  const server = await startServer({ SNACKBASE_SHUTDOWN_TIMEOUT_SECONDS: '1' }, (line) => void lines.push(line));
  server.app.get(HookBus, { strict: false }).register('on_terminate', () => new Promise(() => undefined));
  await server.stop();
  expect(lines.join('')).toContain('Not all after-hooks ended in time');
});

test('a server that closes waits for its after-hooks before it closes the database', async () => {
  const world = await createWorld();
  await world.define('lasting', [{ name: 'text', type: 'text' }]);
  const bus = world.server.app.get(HookBus, { strict: false });
  const told: unknown[] = [];
  const isStopping = new Promise<void>((resolve) =>
    bus.register('on_terminate', () => {
      told.push('on_terminate');
      resolve();
    }),
  );
  bus.register('on_record_after_create', async ({ record, records }) => {
    told.push(record!['text']);
    if (record!['text'] === 'second') return;
    await isStopping;
    await records.create('lasting', { text: 'second' });
  });
  const answer = await world.http.post(`${API}/records/lasting`, { text: 'first' }, { token: world.acme.token });
  expect(answer.status).toBe(201);
  await world.close();
  expect(told).toEqual(['first', 'on_terminate', 'second']);
});
