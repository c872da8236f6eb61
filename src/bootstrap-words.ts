import { nearestName } from '#domain/kernel/nearest-name';
import { VERSION } from './config/version';

const HELP = `Runs the server. Its settings are the variables SNACKBASE_…, also from a file .env (see .env.example).

Options:
  -V, --version  show the version
  -h, --help     show this help

The command line has options for address and processes, and other commands:
  npm run snackbase -- --help
`;
const ANSWERS: ReadonlyMap<string, string> = new Map([
  ['--help', HELP],
  ['-h', HELP],
  ['--version', `${VERSION}\n`],
  ['-V', `${VERSION}\n`],
]);

const LONG_OPTIONS = ['--help', '--version'];

/** What the server's own entry is called with. It knows help and version, which start nothing; anything else is a mistake. */
export function answerWords(words: readonly string[]): void {
  const unknown = words.find((word) => !ANSWERS.has(word));
  if (unknown === undefined) {
    const answer = words.length === 0 ? undefined : ANSWERS.get(words[0]!);
    if (answer === undefined) return;
    process.stdout.write(answer);
    process.exit(0);
  }
  const nearest = nearestName(unknown, LONG_OPTIONS);
  const hint = nearest === null ? '' : `\n(Did you mean ${nearest}?)`;
  const what = unknown.startsWith('-') ? 'option' : 'word';
  process.stderr.write(
    `error: unknown ${what} '${unknown}'${hint}\nOptions and commands: npm run snackbase -- --help\n`,
  );
  process.exit(1);
}
