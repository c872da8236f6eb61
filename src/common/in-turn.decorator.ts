import { SetMetadata } from '@nestjs/common';

export const IN_TURN = 'in-turn';

/** So many of these are worked on at a time; the others wait, clients in turn (turns.ts). */
export const InTurn = (): MethodDecorator => SetMetadata(IN_TURN, true);
