/**
 * Rows as they are stored, as one text with a line for each: drivers take longer for the values of a row than engines for the
 * row. Written by compile-delete.ts.
 */

/** As between the texts of RFC 7464: no JSON has it, but as an escape. */
export const LINE_SEPARATOR = '\u001e';

export interface StoredLine {
  readonly revision: number;
  /** Bytes; 0 where rows of the collection are never heavy. */
  readonly weight: number;
  /** JSON text; empty: the row weighs more than was asked for. */
  readonly body: string;
}

/** `text`: null where there is no row. */
export function readStoredLines(text: string | null): readonly StoredLine[] {
  return text === null ? [] : text.split(LINE_SEPARATOR).map(readLine);
}

function readLine(line: string): StoredLine {
  const weightAt = line.indexOf(' ') + 1;
  const bodyAt = line.indexOf(' ', weightAt) + 1;
  return {
    revision: Number(line.slice(0, weightAt - 1)),
    weight: Number(line.slice(weightAt, bodyAt - 1)),
    body: line.slice(bodyAt),
  };
}
