import { WeighedCache } from '#domain/kernel/weighed-cache';

/** Bytes of all answers with the values that they were found for; an account has a quarter of them. */
const MAX_BYTES = 8 * 1024 * 1024;
const ANSWER_BYTES = 128;

export interface Versioned<T> {
  readonly answer: T;
  /** The versions of everything it was found in; null: it also depends on what has no version. */
  readonly versions: string | null;
}

/**
 * What was found in the rows of collections, by the statement and the values bound to it. It is right as long as the versions are
 * those that it was found with; a statement of the request reads them, so no answer is from before a write that the request sees.
 */
export class VersionedCache<T> {
  private readonly known = new WeighedCache<Versioned<T>>(MAX_BYTES);
  private readonly finding = new Map<string, Promise<Versioned<T>>>();

  constructor(private readonly bytesOf: (answer: T) => number = () => 0) {}

  /** What was found last, whatever has changed since. */
  peek(key: string): Versioned<T> | undefined {
    return this.known.get(key);
  }

  /** Charged to `owner`. `find` runs when no answer with these versions is known; requests that ask for the same at the same time share it. */
  async get(key: string, owner: string, versions: string | null, find: () => Promise<Versioned<T>>): Promise<T> {
    if (versions === null) return (await find()).answer;
    const known = this.known.get(key);
    if (known?.versions === versions) return known.answer;
    const shared = await this.finding.get(key);
    if (shared?.versions === versions) return shared.answer;
    const own = find();
    this.finding.set(key, own);
    try {
      const found = await own;
      const bytes = ANSWER_BYTES + (found.versions?.length ?? 0) + this.bytesOf(found.answer);
      this.known.set(key, found, bytes, owner);
      return found.answer;
    } finally {
      if (this.finding.get(key) === own) this.finding.delete(key);
    }
  }
}
