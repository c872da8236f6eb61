/**
 * Where an end-to-end suite runs. Jest gives every test file a new global scope and loads all modules into it again, which for
 * this server and its libraries takes longer than most files' tests. Here only the files of the suite are new; what they import
 * by name is loaded once for each of jest's processes, by Node itself and from the build, as it is when users run it.
 */
const { createRequire, enableCompileCache } = require('node:module');
const { dirname, join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

enableCompileCache(join(__dirname, '..', '..', 'node_modules', '.cache', 'compile'));

/** Of both scopes, so that what the tests throw or hand over is to the server what it seems. */
const SHARED = ['Date', 'Error', 'Map', 'Promise', 'RangeError', 'Reflect', 'Set', 'SyntaxError', 'TypeError'];

// The log of the server. The library keeps the first one that it is given; it has a way to forget it for its own tests, and does
// not export it. A hook that a suite left hanging may still be reported when its log is gone.
const log = require(join(dirname(require.resolve('nestjs-pino')), 'rootLogger.js'));
const { getRootLogger } = log;
const nobodys = require('pino')({ level: 'silent' });
log.getRootLogger = () => getRootLogger() ?? nobodys;

module.exports = class EndToEndEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of SHARED) this.global[name] = globalThis[name];
    this.global.outerScope = globalThis;
    this.global.testEngine = config.projectConfig.testEnvironmentOptions.engine;
    this.global.requireOnce = createRequire(join(config.globalConfig.rootDir, 'package.json'));
  }

  /** Neither the methods that a suite replaced nor its log are those of the next one. */
  async teardown() {
    this.moduleMocker?.restoreAllMocks();
    log.resetRootLogger();
    await super.teardown();
  }
};
