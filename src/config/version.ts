import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** From the package.json above this file, which is one level further up in dist than in the sources. */
function readVersion(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('package.json was not found');
}

export const SERVICE_NAME = 'SnackBase';
export const VERSION = readVersion();
export const API_VERSION = 'v1';
