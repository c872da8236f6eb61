import { KeyPrompt } from './key-prompt';
import { LinePrompt } from './line-prompt';
import type { Prompt } from './prompt';

/**
 * To be called before anything that takes time: a terminal shows what is typed before somebody reads it, also when it is the
 * answer to a question that comes later.
 */
export function openPrompt(): Prompt {
  return process.stdin.isTTY ? new KeyPrompt(process.stdin, process.stderr) : new LinePrompt(process.stdin);
}
