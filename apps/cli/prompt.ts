export const UNANSWERED = 'the question was not answered';

/** Asks the person who runs the command. */
export interface Prompt {
  /** Resolves with what is typed, without spaces around it. */
  ask(question: string): Promise<string>;
  /** The same for secrets: nothing of what is typed is ever shown. */
  askHidden(question: string): Promise<string>;
  close(): void;
}
