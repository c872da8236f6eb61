import { Command, Option } from 'nest-commander';
import { loadConfig, processVariables } from '#server/config/load-config';
import { serveSources } from './serve-sources';
import { settingOf } from './setting-of';
import { StrictCommand } from './strict-command';

interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly workers?: string;
  readonly watch?: boolean;
  readonly reload?: boolean;
}

const WATCH = ['--watch', '--reload'];

@Command({ name: 'serve', description: 'Run the server; every other setting is a variable, see info' })
export class ServeCommand extends StrictCommand<ServeOptions> {
  /** Never resolves: the server ends the process. */
  protected async execute({ host, port, workers, watch, reload }: ServeOptions): Promise<void> {
    if (watch === true || reload === true) {
      process.exit(await serveSources(process.argv.slice(2).filter((word) => !WATCH.includes(word))));
    }
    const config = loadConfig({
      ...processVariables(),
      ...(host === undefined ? {} : { SNACKBASE_HOST: host }),
      ...(port === undefined ? {} : { SNACKBASE_PORT: port }),
      ...(workers === undefined ? {} : { SNACKBASE_WORKERS: workers }),
    });
    const { serveInWorkers } = await import('#server/bootstrap-cluster');
    await serveInWorkers(config);
    await new Promise(() => {});
  }

  @Option({ flags: '--host <address>', description: `Address to listen on ${settingOf('host')}` })
  host(text: string): string {
    return text;
  }

  @Option({ flags: '--port <number>', description: `Port to listen on; 0: any ${settingOf('port')}` })
  port(text: string): string {
    return text;
  }

  @Option({ flags: '--workers <number>', description: `Processes that share the port ${settingOf('workers')}` })
  workers(text: string): string {
    return text;
  }

  @Option({ flags: '--watch', description: 'Build and start again whenever a source of the server changes' })
  watch(): boolean {
    return true;
  }

  @Option({ flags: '--reload', description: 'The same as --watch' })
  reload(): boolean {
    return true;
  }
}
