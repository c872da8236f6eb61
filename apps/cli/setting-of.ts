import { AppConfig } from '#server/config/app-config';
import { variableOf } from '#server/config/load-config';

const DEFAULTS = new AppConfig();

/** For the help of an option that overrides a setting. */
export function settingOf(property: 'host' | 'port' | 'workers'): string {
  return `(${variableOf(property)}, default ${DEFAULTS[property]})`;
}
