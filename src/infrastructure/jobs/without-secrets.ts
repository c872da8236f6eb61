const REPLACEMENT = '[secret]';
/** Shorter values would be found and removed in words that have nothing to do with them. */
const MIN_LENGTH = 6;

/** Answers of other servers may repeat what was sent to them, as a mail server repeats a link that it rejects. */
export function withoutSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  return Object.values(secrets)
    .filter((secret) => secret.length >= MIN_LENGTH)
    .toSorted((a, b) => b.length - a.length)
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, REPLACEMENT), text);
}
