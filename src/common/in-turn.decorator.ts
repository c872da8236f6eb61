import { SetMetadata } from '@nestjs/common';

export const IN_TURN = 'in-turn';

/** Only a limited number of these requests is worked on at a time; the others wait, clients in turn (turns.ts). */
export const InTurn = (): MethodDecorator => SetMetadata(IN_TURN, true);
