/**
 * The built server with one hook, which does to the process what the title of a new note says: for what only a process
 * shows. A team's own module would bring its hooks the same way, as a provider.
 */
require('../../dist/src/config/thread-pool.js');
require('reflect-metadata');
const { HookBus } = require('../../dist/libs/domain/src/hooks/hook-bus.js');
const { serveInWorkers } = require('../../dist/src/bootstrap-cluster.js');
const { loadConfig } = require('../../dist/src/config/load-config.js');
const { HooksModule } = require('../../dist/src/modules/hooks/hooks.module.js');

const DEEDS = {
  exit: () => process.exit(7),
  'exit later': () => void setTimeout(() => process.exit(7)),
  reject: () => void Promise.reject(new Error('nobody waits for this')),
  'reject later': async () => {
    await new Promise(setImmediate);
    void Promise.reject(new Error('nobody waits for this'));
  },
  'throw in a timer': () =>
    void setTimeout(() => {
      throw new Error('nobody catches this');
    }),
  block: () => {
    const until = Date.now() + 3000;
    while (Date.now() < until);
  },
  'block later': async () => {
    await new Promise(setImmediate);
    DEEDS.block();
  },
};

const hook = {
  provide: 'hook of the tests',
  inject: [HookBus],
  useFactory: (bus) => bus.register('on_record_before_create', ({ data }) => DEEDS[data.title]?.(), { id: 'suspect' }),
};
Reflect.defineMetadata('providers', [...Reflect.getMetadata('providers', HooksModule), hook], HooksModule);

void serveInWorkers(loadConfig());
