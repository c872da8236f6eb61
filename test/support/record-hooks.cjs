/**
 * Loaded before an entry point of the build (NODE_OPTIONS=--require): registers hooks in the application that it makes, as
 * a team's own code would, and writes a line for each event to FIRED_HOOKS. One takes its time at the end, and then needs the
 * database. With REFUSE_BOOTSTRAP, one refuses.
 */
const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { HookExplorer } = require('../../dist/src/modules/hooks/hook-explorer.service.js');
const { HOOK_EVENTS } = require('../../dist/libs/domain/src/hooks/hook-events.js');

const { onModuleInit } = HookExplorer.prototype;

/** Longer than an idle server needs to stop. */
const FAREWELL_MS = 500;

function write(name, more = {}) {
  appendFileSync(process.env.FIRED_HOOKS, `${JSON.stringify({ name, pid: process.pid, ...more })}\n`);
}

HookExplorer.prototype.onModuleInit = function () {
  onModuleInit.call(this);
  for (const name of HOOK_EVENTS.filter((event) => !event.endsWith('_request'))) {
    this.bus.register(name, ({ pid, collection, model }) => write(name, { told: pid, collection, model }));
  }
  this.bus.register('on_terminate', async () => {
    await sleep(FAREWELL_MS);
    await this.discovery
      .getProviders()
      .find(({ name }) => name === 'Database')
      .instance.ping();
    write('end of on_terminate');
  });
  if (process.env.REFUSE_BOOTSTRAP) {
    this.bus.register('on_bootstrap', (event) => event.abort(400, 'The moon is full'));
  }
};
