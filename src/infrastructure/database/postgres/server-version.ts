/** The first with functions whose body is an expression, which indexes over computed fields call. */
const OLDEST = 14;

/** `number`: server_version_num, as 140012 of 14.12. null: the server can be worked with. */
export function versionProblem(number: number): string | null {
  const major = Math.floor(number / 10_000);
  if (major >= OLDEST) return null;
  // Until 9.6, a version had three parts, of which the first two named it.
  const minor = major < 10 ? Math.floor(number / 100) % 100 : number % 100;
  return `the server is PostgreSQL ${major}.${minor}, and PostgreSQL ${OLDEST} or later is needed`;
}
