/** Writes the API document of the build, which every answer of the end-to-end suite is held against (fixed-document.ts). */
const { mkdirSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const STAMP = join(ROOT, 'dist', '.build-stamp');
const FOLDER = join(ROOT, 'node_modules', '.cache');
const FILE = join(FOLDER, 'openapi.json');
const ENVIRONMENT = {
  SNACKBASE_ENVIRONMENT: 'testing',
  SNACKBASE_SECRET_KEY: 'a secret of the test suite, long enough for it',
  SNACKBASE_ENCRYPTION_KEY: 'a key of the test suite, which is long enough too',
  SNACKBASE_DATABASE_URL: 'sqlite:///never-opened.db',
  SNACKBASE_LOG_LEVEL: 'error',
};

module.exports = async () => {
  if (timeOf(FILE) > timeOf(STAMP)) return;
  const { NestFactory } = require('@nestjs/core');
  const { AppModule } = require('#server/app.module');
  const { prefixRoutes } = require('#server/bootstrap-http');
  const { createLoggers } = require('#server/common/logger');
  const { loadConfig } = require('#server/config/load-config');
  const { fixedDocument } = require('#server/modules/openapi/fixed-document');
  const config = loadConfig(ENVIRONMENT);
  // A preview has the routes of the application, and none of its parts is made.
  const app = await NestFactory.create(AppModule.for(config, createLoggers(config)), { preview: true, logger: false });
  prefixRoutes(app, config);
  mkdirSync(FOLDER, { recursive: true });
  // Runs on both engines may begin at the same time.
  const draft = join(FOLDER, `openapi-${process.pid}.json`);
  writeFileSync(draft, JSON.stringify(fixedDocument(app)));
  renameSync(draft, FILE);
};

/** 0: there is none. */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
