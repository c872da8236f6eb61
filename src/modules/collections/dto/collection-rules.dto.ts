import { ApiProperty } from '@nestjs/swagger';
import { Id, Texts, Time } from '#server/common/members.decorator';
import { RulesDto } from './rules.dto';

export class CollectionRulesDto extends RulesDto {
  @Id() readonly id: string;
  @Id() readonly collection_id: string;
  @ApiProperty({ type: Boolean, nullable: true, example: null }) readonly allow_anonymous: boolean | null;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
}

export class ChangedRulesDto extends CollectionRulesDto {
  @Texts(['list_rule is open to everybody'], { required: false }) readonly warnings?: readonly string[];
}
