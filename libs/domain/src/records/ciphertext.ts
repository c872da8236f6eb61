/**
 * The text that a value of an encrypted field is kept as: `v1.`, the id of the key (8 hexadecimal digits), a dot and base64url of
 * nonce, ciphertext and tag. All but the value itself has a fixed length, so that SQL can tell how long the value is.
 */
import type { Field, JsonValue } from '../schema/collection';
import { jsonText } from '../schema/json-text';

const VERSION = 'v1';
export const KEY_ID_CHARACTERS = 8;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** What base64url has beside the value. */
export const ADDED_BYTES = NONCE_BYTES + TAG_BYTES;
/** What a ciphertext has before base64url begins. */
export const PREFIX_CHARACTERS = VERSION.length + 1 + KEY_ID_CHARACTERS + 1;
const FORM = new RegExp(`^${VERSION}\\.([0-9a-f]{${KEY_ID_CHARACTERS}})\\.([A-Za-z0-9_-]+)$`);

export interface Ciphertext {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly text: Buffer;
  readonly tag: Buffer;
}

/** Every ciphertext of a key begins with it. */
export function prefixOf(keyId: string): string {
  return `${VERSION}.${keyId}.`;
}

export function formatCiphertext({ keyId, nonce, text, tag }: Ciphertext): string {
  return `${prefixOf(keyId)}${Buffer.concat([nonce, text, tag]).toString('base64url')}`;
}

/** null: it is none. */
export function parseCiphertext(stored: string): Ciphertext | null {
  const [, keyId, encoded] = FORM.exec(stored) ?? [];
  if (keyId === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < ADDED_BYTES) return null;
  const end = bytes.length - TAG_BYTES;
  return {
    keyId,
    nonce: bytes.subarray(0, NONCE_BYTES),
    text: bytes.subarray(NONCE_BYTES, end),
    tag: bytes.subarray(end),
  };
}

/** What is encrypted of a value: a text as it is, and of JSON the text that it would be kept as. */
export function plaintextOf({ type }: Pick<Field, 'type'>, value: Exclude<JsonValue, null>): string {
  return type === 'json' ? jsonText(value) : (value as string);
}

export function valueOfPlaintext({ type }: Pick<Field, 'type'>, text: string): JsonValue {
  return type === 'json' ? (JSON.parse(text) as JsonValue) : text;
}
