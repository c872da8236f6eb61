import type { Hook } from '#domain/hooks/hook';

/** The name of a hook in log lines. */
export function nameOfHook({ id, event, source }: Hook): string {
  return `Hook ${id} (${event}, ${source})`;
}
