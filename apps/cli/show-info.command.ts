import { Command, CommandRunner } from 'nest-commander';
import type { AppConfig } from '#server/config/app-config';
import { parseDatabaseUrl, redactDatabaseTarget } from '#server/config/database-url';
import { loadConfig } from '#server/config/load-config';
import { SERVICE_NAME, VERSION } from '#server/config/version';
import { print } from './print';

const LABEL_WIDTH = 16;

@Command({ name: 'info', description: 'Show version and settings; no secret is shown' })
export class ShowInfoCommand extends CommandRunner {
  async run(): Promise<void> {
    for (const [label, value] of rows(loadConfig())) print(`${label.padEnd(LABEL_WIDTH)}${value}`);
  }
}

function rows(config: AppConfig): readonly (readonly [label: string, value: string | number | boolean])[] {
  return [
    [SERVICE_NAME, VERSION],
    ['Node', process.version],
    ['Environment', config.environment],
    ['Debug', config.debug],
    ['Address', `${config.host}:${config.port}`],
    ['API prefix', config.apiPrefix],
    ['External URL', config.externalUrl],
    ['Workers', config.workers],
    ['Database', redactDatabaseTarget(parseDatabaseUrl(config.databaseUrl))],
    ['Access token', `${config.accessTokenExpireMinutes} minutes`],
    ['Refresh token', `${config.refreshTokenExpireDays} days`],
    ['Log', `${config.logLevel}, ${config.logFormat}`],
  ];
}
