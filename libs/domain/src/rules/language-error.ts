/**
 * What lexer, parser and checker throw: it knows the offset, but not yet whether the text is a rule, a filter or a sort term.
 * The entry points turn it into the DomainError of their stage.
 */
import { DomainError } from '#domain/kernel/errors';
import { hintFor } from './hints';
import type { LanguageProblem } from './language-problem';

export class LanguageError extends Error {
  override readonly name = 'LanguageError';

  constructor(
    readonly problem: LanguageProblem,
    /** UTF-16 offset into the text, from 0. */
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** Runs `work`; a LanguageError becomes a DomainError `<stage>_<problem>` whose message names the position, and what to write instead where that is known. */
export function reportLanguageErrors<T>(stage: string, label: string, text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    const message = `${label}: ${error.message} at position ${positionOf(text, error.offset)}`;
    const hint = hintFor(text, error.problem, error.offset);
    throw new DomainError(`${stage}_${error.problem}`, 'invalid', hint === null ? message : `${message}. ${hint}`);
  }
}

/** The 1-based character at an offset; a character is a code point, as editors and people count. */
function positionOf(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length + 1;
}
