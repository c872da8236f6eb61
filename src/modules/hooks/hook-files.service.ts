import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { HookBus } from '#domain/hooks/hook-bus';
import { AppConfig } from '../../config/app-config';
import { ConfigError } from '../../config/config-error';
import type { FileHook } from './file-hook';
import { FileHooks } from './file-hooks';
import { findHookFiles } from './hook-file';
import { tryHookFile } from './hook-file-trial';
import { loadHookFile } from './load-hook-file';

const CONTEXT = 'Hooks';
/** The folder is polled, because not every file system reports its changes. */
const POLL_MS = 300;

/**
 * Loads the files of SNACKBASE_HOOKS_DIR before the server listens. In development it starts without those that cannot be
 * used, and loads each change of the folder, keeping the former hooks of a file while its new text cannot be used.
 */
@Injectable()
export class HookFiles implements OnModuleInit, BeforeApplicationShutdown {
  private readonly hooks: FileHooks;
  /** The stamp of each file at the last look. */
  private seen: ReadonlyMap<string, string> = new Map();
  /** The problems of the last look: a lasting problem is reported once. */
  private told: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly config: AppConfig,
    private readonly logger: Logger,
    bus: HookBus,
  ) {
    this.hooks = new FileHooks(bus);
  }

  async onModuleInit(): Promise<void> {
    const { hooksDir: folder, environment } = this.config;
    if (folder === undefined) return;
    const problems = await this.takeUp(folder).catch((error: unknown) => {
      throw new ConfigError([`SNACKBASE_HOOKS_DIR: ${folder} cannot be read (${(error as Error).message})`]);
    });
    if (environment === 'development') this.watch(folder, problems);
    else if (problems.length > 0) throw new Error(`Hook files cannot be used:\n${problems.map(lineOf).join('\n')}`);
  }

  beforeApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private watch(folder: string, problems: readonly Error[]): void {
    const messages = problems.map(({ message }) => message);
    for (const message of messages) if (!this.told.includes(message)) this.logger.error(message, CONTEXT);
    this.told = messages;
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.takeUp(folder).then(
        (found) => this.watch(folder, found),
        (error: unknown) => this.watch(folder, [error as Error]),
      );
    }, POLL_MS).unref();
  }

  /**
   * Loads files that are new or changed and forgets those that are gone. Resolves with the problems of unusable files.
   */
  private async takeUp(folder: string): Promise<readonly Error[]> {
    const { files, problems: unusable } = await findHookFiles(folder);
    const changes = new Map<string, readonly FileHook[] | null>();
    const problems: Error[] = [];
    const seen = new Map(files.map(({ name, stamp }) => [name, stamp]));
    for (const name of this.seen.keys()) if (!seen.has(name)) changes.set(name, null);
    for (const file of files.filter(({ name, stamp }) => this.seen.get(name) !== stamp)) {
      try {
        const compiled = await tryHookFile(file);
        changes.set(file.name, await loadHookFile(file, compiled));
      } catch (error) {
        problems.push(error as Error);
      }
    }
    this.seen = seen;
    if (changes.size > 0) this.hooks.set(changes);
    return [...unusable, ...problems];
  }
}

function lineOf({ message }: Error): string {
  return `  - ${message}`;
}
