/** What a primary process and its workers say to each other about the end: why to stop; null: a worker that hears it now. */
export interface StopMessage {
  readonly stop: string | null;
}

export function isStopMessage(message: unknown): message is StopMessage {
  return typeof message === 'object' && message !== null && 'stop' in message;
}
