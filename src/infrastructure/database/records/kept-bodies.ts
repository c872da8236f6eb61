import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { LINE_SEPARATOR } from '#sql/stored-lines';

const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * The records of one portion as they were, which a unit keeps until its commit, in case somebody asks. They are kept packed: a tenth
 * of their size is moved to the old generation, where what ten thousand of them take is freed in full collections only.
 */
export class KeptBodies {
  private readonly packed: Buffer;
  private unpacked: readonly string[] | undefined;

  /** JSON texts. */
  constructor(bodies: readonly string[]) {
    this.packed = zstdCompressSync(bodies.join(LINE_SEPARATOR), FASTEST);
  }

  at(index: number): string {
    this.unpacked ??= zstdDecompressSync(this.packed).toString().split(LINE_SEPARATOR);
    return this.unpacked[index]!;
  }
}
