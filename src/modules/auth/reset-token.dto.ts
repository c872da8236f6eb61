import { Flag, Time } from '#server/common/members.decorator';

export class ResetTokenDto {
  @Flag(true) readonly valid: boolean;
  @Time({ nullable: true }) readonly expires_at: string | null;
}
