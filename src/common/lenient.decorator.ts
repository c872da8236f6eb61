const lenient = new WeakSet<object>();

/** On a DTO: members that it does not know are left out instead of refused, because clients in the field send them. */
export const LenientBody = (): ClassDecorator => (target) => void lenient.add(target);

export function isLenient(dto: object): boolean {
  return lenient.has(dto);
}
