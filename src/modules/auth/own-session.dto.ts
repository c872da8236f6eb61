import { Flag, Id, Text, Time } from '#server/common/members.decorator';
import { pageOf } from '#server/common/page.dto';

export class OwnSessionDto {
  @Id() readonly id: string;
  @Time() readonly created_at: string;
  @Time() readonly expires_at: string;
  @Text('203.0.113.7', { nullable: true, description: 'Where it began' }) readonly ip: string | null;
  @Text('Mozilla/5.0', { nullable: true }) readonly user_agent: string | null;
  @Flag(true, { description: 'Whether it is the one that asks' }) readonly current: boolean;
}

export class OwnSessionPageDto extends pageOf(OwnSessionDto) {}
