import { isTurnMessage, type TurnMessage } from './turn-message';
import type { WriterTurn } from './writer-turn';

/** Longer than the parent lets two others hold the turn. */
const WAIT_LIMIT_MS = 10_000;

/** The worker's end of the channel to its parent; `cluster.worker` is one. */
export interface TurnChannel {
  isConnected(): boolean;
  send(message: TurnMessage, sent: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Asks the parent of the worker processes for turns. */
export class WorkerWriterTurn implements WriterTurn {
  private turn = 0;
  private goOn: (() => void) | null = null;

  constructor(private readonly channel: TurnChannel) {
    channel.on('message', (message) => {
      if (isTurnMessage(message) && message.turn === this.turn) this.goOn?.();
    });
  }

  take(): Promise<void> {
    this.turn += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.goOn?.(), WAIT_LIMIT_MS);
      this.goOn = () => {
        this.goOn = null;
        clearTimeout(timer);
        resolve();
      };
      if (!this.say('ask')) this.goOn();
    });
  }

  give(): void {
    this.say('done');
  }

  /** Returns false when there is no parent to ask. */
  private say(writerTurn: TurnMessage['writerTurn']): boolean {
    if (!this.channel.isConnected()) return false;
    // A message that cannot be sent is lost, which costs only waiting.
    this.channel.send({ writerTurn, turn: this.turn }, () => undefined);
    return true;
  }
}
