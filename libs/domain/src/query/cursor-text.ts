/** What a cursor holds, as a text that can stand in a URL as it is. */
export function encode(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** null: the text holds nothing. */
export function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
