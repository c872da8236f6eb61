import type { RecordChange, StoredRecord } from '#domain/records/record-change';
import { withBullets } from '#domain/records/secret-sizes';
import type { Collection } from '#domain/schema/collection';
import type { KeptBodies } from './kept-bodies';

/** What many changes have in common. */
export interface Alike {
  readonly accountId: string;
  readonly collection: Collection;
  /** What each of them sets, in stored form. */
  readonly set: StoredRecord;
}

/** One of them. Its records are made when somebody asks for them, which most commits do of none. */
export class AlikeChange implements RecordChange {
  private read: StoredRecord | undefined;

  constructor(
    private readonly alike: Alike,
    readonly id: string,
    private readonly bodies: KeptBodies,
    /** Of its own among the bodies. */
    private readonly index: number,
    readonly bytes: number,
  ) {}

  get op(): 'update' {
    return 'update';
  }

  get accountId(): string {
    return this.alike.accountId;
  }

  get collectionId(): string {
    return this.alike.collection.id;
  }

  get before(): StoredRecord {
    this.read ??= withBullets(this.alike.collection.fields, JSON.parse(this.bodies.at(this.index)) as StoredRecord);
    return this.read;
  }

  get after(): StoredRecord {
    return { ...this.before, ...this.alike.set };
  }

  get set(): StoredRecord {
    return this.alike.set;
  }
}
