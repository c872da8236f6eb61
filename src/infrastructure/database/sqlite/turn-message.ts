/** What the processes of a cluster say to each other about turns. A process has asked for one turn at most. */
export interface TurnMessage {
  readonly writerTurn: 'ask' | 'granted' | 'done';
  /** The number of the turn among those of the asking process. */
  readonly turn: number;
}

export function isTurnMessage(message: unknown): message is TurnMessage {
  return typeof message === 'object' && message !== null && 'writerTurn' in message;
}
