/** The documentation as its tests see it: its pages, and the fenced blocks in them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CHECKOUT = join(__dirname, '..', '..', '..');
export const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: CHECKOUT }),
];

const FENCE = /^```(?<language>\w*)\n(?<text>[\s\S]*?)^```\n(?<after>(?:\n[^#`<|][^\n]*(?:\n[^\n]+)*\n)?)/gm;
/** At the end of what is before a block: a comment, or words in the paragraph that leads to it. */
const NOT_RUN = /<!-- not run: [^\n]* -->\n\n$|_Not run_(?:[^\n]|\n(?!\n))*\n\n$/;

export interface Block {
  readonly page: string;
  /** The number of its first line. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** What stands before it says that its commands are not run, and why. */
  readonly isNotRun: boolean;
  /** The paragraph that follows. */
  readonly after: string;
  /** The text of the next block under the same heading. */
  readonly next: string | undefined;
}

export const textOf = (page: string): string => readFileSync(join(CHECKOUT, page), 'utf8');

export function blocksOf(page: string): Block[] {
  const text = textOf(page);
  const fences = [...text.matchAll(FENCE)];
  return fences.map(({ 0: whole, index, groups }, position) => {
    const { language, text: content, after } = groups as Record<string, string>;
    const before = text.slice(0, index);
    const line = before.split('\n').length + 1;
    const next = fences[position + 1];
    const isUnderHeading = next !== undefined && !/^#/m.test(text.slice(index + whole.length, next.index));
    return {
      page,
      line,
      language: language!,
      text: content!,
      isNotRun: NOT_RUN.test(before),
      after: after!,
      next: isUnderHeading ? next.groups!['text'] : undefined,
    };
  });
}

/** What stands in backticks outside of blocks, in tables too, where a bar is written `\|`. */
export function spansOf(page: string): string[] {
  const prose = textOf(page).replace(FENCE, '');
  return Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, span]) => span!.replaceAll('\\|', '|'));
}
