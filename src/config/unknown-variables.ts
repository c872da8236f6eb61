import { nearestName } from '#domain/kernel/nearest-name';

const PREFIX = /^SNACKBASE_/i;
/** Read by docker-compose.yml, which may hand the whole `.env` file to the server, and by the test suite. */
const OF_OTHERS = /^SNACKBASE_(PUBLISHED_PORT$|TEST_)/i;

/** One sentence for each variable that looks like a setting and is none. Values are never repeated: they may be secrets. */
export function unknownVariables(
  variables: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): readonly string[] {
  return Object.keys(variables)
    .filter((name) => variables[name] !== undefined && PREFIX.test(name) && !OF_OTHERS.test(name))
    .filter((name) => !settings.includes(name.toUpperCase()))
    .map((name) => `${name}: ${whatIsMeant(name, settings)}`);
}

/** The prefix, which all have, would make every name look near. */
function whatIsMeant(name: string, settings: readonly string[]): string {
  const bare = (each: string): string => each.replace(PREFIX, '');
  const nearest = nearestName(bare(name), settings.map(bare));
  return nearest === null
    ? 'is not known; .env.example has all settings'
    : `is not known; did you mean SNACKBASE_${nearest}?`;
}
