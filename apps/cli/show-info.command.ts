import { Command } from 'nest-commander';
import { AppConfig } from '#server/config/app-config';
import { parseDatabaseUrl, redactDatabaseTarget } from '#server/config/database-url';
import { isSet, loadConfig, processVariables, type Variables, variableOf } from '#server/config/load-config';
import { SERVICE_NAME, VERSION } from '#server/config/version';
import { print } from './print';
import { shownSetting } from './shown-setting';
import { StrictCommand } from './strict-command';

const LABEL_WIDTH = 16;
const GAP = 2;

@Command({ name: 'info', description: 'Show version, places and all settings; no secret is shown' })
export class ShowInfoCommand extends StrictCommand {
  protected async execute(): Promise<void> {
    const variables = processVariables();
    const config = loadConfig(variables);
    for (const [label, value] of summary(config)) print(`${label.padEnd(LABEL_WIDTH)}${value}`);
    print('');
    for (const line of settings(config, variables)) print(line);
  }
}

function summary(config: AppConfig): readonly (readonly [label: string, value: string])[] {
  return [
    [SERVICE_NAME, VERSION],
    ['Node', process.version],
    ['Environment', config.environment],
    ['Address', `${config.host}:${config.port}`],
    ['External URL', config.externalUrl],
    ['Database', redactDatabaseTarget(parseDatabaseUrl(config.databaseUrl))],
    ['Data folder', config.dataDirectory],
  ];
}

/** All of them in the order of their names, with what is in force and whether somebody set it. */
function settings(config: AppConfig, variables: Variables): readonly string[] {
  const properties = Object.keys(new AppConfig()) as (keyof AppConfig)[];
  const rows = properties.map((property) => [variableOf(property), shownSetting(property, config[property])] as const);
  const width = Math.max(...rows.map(([variable]) => variable.length)) + GAP;
  return rows
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([variable, value]) => `${variable.padEnd(width)}${value}${isSet(variables, variable) ? '' : ' (default)'}`);
}
