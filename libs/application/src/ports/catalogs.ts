/** The collections as this process last read them; statements prove in their own snapshot that the revision still holds. */
import type { Catalog } from '#domain/schema/catalog';

export abstract class Catalogs {
  /** The newest snapshot this process knows; never touches the database. */
  abstract current(): Catalog;

  /** Reads the registry again if its revision moved (another process may have changed it). */
  abstract refresh(): Promise<Catalog>;
}
