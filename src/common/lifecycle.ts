import { Injectable } from '@nestjs/common';

/** Whether a stop was asked for: readiness then says no and every answer closes its connection. */
@Injectable()
export class Lifecycle {
  stopping = false;
}
