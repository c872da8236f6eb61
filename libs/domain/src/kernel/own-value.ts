/** The value of a member that an object has itself. Names that users choose may be those of Object.prototype ("constructor"). */
export function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
