import { Injectable } from '@nestjs/common';

/** Whether a stop was requested: readiness then says no, and every answer closes its connection. */
@Injectable()
export class Lifecycle {
  stopping = false;
}
