import type { Hook } from '#domain/hooks/hook';

/** As log lines call it. */
export function nameOfHook({ id, event, source }: Hook): string {
  return `Hook ${id} (${event}, ${source})`;
}
