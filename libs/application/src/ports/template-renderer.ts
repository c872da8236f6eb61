/** The template language. */
export type TemplateFormat = 'html' | 'text';

/** The text is no template, or takes too much time or memory; the message says where and why. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

export abstract class TemplateRenderer {
  /** Values are escaped in `html` only. Throws a TemplateError. */
  abstract render(source: string, format: TemplateFormat, variables: Readonly<Record<string, string>>): string;
}
