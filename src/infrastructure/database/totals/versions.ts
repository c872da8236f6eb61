/** The text of versions that a statement's own snapshot gives (compile-totals.ts), in two parts. */
export interface Versions {
  /** Of the listed collection. A commit that changes its records moves it by one. */
  readonly listed: number;
  /** What it has to be equal to where nothing else that a total was counted from has moved. */
  readonly others: string;
}

export function parseVersions(text: string): Versions {
  const cut = text.indexOf('/');
  return { listed: Number(text.slice(0, cut)), others: text.slice(cut + 1) };
}
