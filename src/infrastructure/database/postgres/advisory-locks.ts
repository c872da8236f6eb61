/** Keys of the advisory locks that all processes of one database agree on; the high half spells "snkb". */
const PREFIX = 0x736e6b62n << 32n;

/** Held by the process that migrates. */
export const STARTUP_LOCK = (PREFIX | 1n).toString();
/** Held shared by every transaction that writes, exclusively by one that changes the schema. */
export const SCHEMA_LOCK = (PREFIX | 2n).toString();
