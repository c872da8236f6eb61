import { Command, CommandRunner, Option } from 'nest-commander';
import { loadConfig, processVariables } from '#server/config/load-config';
import { restartOnChange } from './restart-on-change';

interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly workers?: string;
  readonly reload?: boolean;
}

@Command({ name: 'serve', description: 'Run the server' })
export class ServeCommand extends CommandRunner {
  /** Never resolves: the server ends the process. */
  async run(_arguments: string[], { host, port, workers, reload }: ServeOptions): Promise<void> {
    if (reload === true) {
      await restartOnChange(process.argv.slice(1).filter((argument) => argument !== '--reload'));
      return;
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

  @Option({ flags: '--host <address>', description: 'Address to listen on' })
  host(text: string): string {
    return text;
  }

  @Option({ flags: '--port <number>', description: 'Port to listen on' })
  port(text: string): string {
    return text;
  }

  @Option({ flags: '--workers <number>', description: 'Processes that share the port' })
  workers(text: string): string {
    return text;
  }

  @Option({ flags: '--reload', description: 'Start again whenever the build changes' })
  reload(): boolean {
    return true;
  }
}
