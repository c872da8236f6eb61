import { CommandRunner } from 'nest-commander';
import { nearestName } from '#domain/kernel/nearest-name';

/** A command that runs only when it knows every word; options that it does not know are refused before. */
export abstract class StrictCommand<Options extends object = object> extends CommandRunner {
  async run(words: readonly string[], options: Options): Promise<void> {
    const known = this.command.registeredArguments.length;
    if (words.length > known) this.refuse(words[known]!);
    await this.execute(options, words);
  }

  /** `words`: the arguments that the command declares. */
  protected abstract execute(options: Options, words: readonly string[]): Promise<void>;

  private refuse(word: string): never {
    const options = this.command.options.map(({ long }) => long?.slice(2) ?? '');
    const nearest = nearestName(word, options);
    const hint = nearest === null ? '' : `\n(Did you mean --${nearest}?)`;
    return this.command.error(`error: unknown word '${word}' for ${this.command.name()}${hint}`);
  }
}
