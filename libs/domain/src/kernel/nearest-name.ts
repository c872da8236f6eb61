/** What is said of a name that is not known: the known one that was probably meant, or else all of them. */

/** Longer names are no misspelling of ours, and comparing them would only take time. */
const MAX_COMPARED = 64;
/** One slip for so many letters, and one in any case. */
const LETTERS_PER_SLIP = 3;

/** To be read after the unknown name. */
export function unknownName(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== null) return `is not known; did you mean '${nearest}'?`;
  return known.length === 0 ? 'is not known; nothing is taken here' : `is not known; known are ${known.join(', ')}`;
}

/** null: none is near. Case and separators make no difference, so that `listRule` is `list_rule`. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > MAX_COMPARED) return null;
  const sought = bare(name);
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(sought.length / LETTERS_PER_SLIP)) + 1;
  for (const candidate of known) {
    const slips = distance(sought, bare(candidate));
    if (slips < least) [nearest, least] = [candidate, slips];
  }
  return nearest;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Letters that have to be added, left out, replaced or swapped with their neighbour. */
function distance(one: string, other: string): number {
  const width = other.length + 1;
  const steps = new Uint8Array((one.length + 1) * width);
  const at = (row: number, column: number): number => steps[row * width + column]!;
  for (let row = 0; row <= one.length; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let least = row === 0 || column === 0 ? Math.max(row, column) : at(row - 1, column - 1);
      if (row > 0 && column > 0 && one[row - 1] !== other[column - 1]) {
        least = Math.min(least, at(row - 1, column), at(row, column - 1)) + 1;
        const isSwapped =
          row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
        if (isSwapped) least = Math.min(least, at(row - 2, column - 2) + 1);
      }
      steps[row * width + column] = least;
    }
  }
  return at(one.length, other.length);
}
