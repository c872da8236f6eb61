/** How long handlers can use their tools: until all handlers of the event are done, or their time has run out. */
export class HookTime {
  private isOver = false;
  private controller: AbortController | undefined;

  /** Aborted when the time is over; made only when it is asked for. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  assertRuns(): void {
    if (this.isOver) throw over();
  }

  end(): void {
    this.isOver = true;
    this.controller?.abort(over());
  }
}

function over(): Error {
  return new Error('The time of this hook is over');
}
