/** Builds what has changed and then is the command line of that build; `serve --watch` runs this each time a source changes. */
import { join } from 'node:path';

process.argv.push('--no-check');
await import('./build-if-needed.mjs');
process.argv.pop();
// Worker processes run this file and not the build again.
process.argv[1] = join(import.meta.dirname, '..', 'dist', 'apps', 'cli', 'main.js');
await import('../dist/apps/cli/main.js');
