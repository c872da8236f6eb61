import { ApiProperty } from '@nestjs/swagger';
import { Id, Text, Texts, Time } from '#server/common/members.decorator';
import { FiveRulesDto } from './five-rules.dto';

const Fields = (): PropertyDecorator => Text('*', { description: 'Which fields; all, in this version' });

export class CollectionRulesDto extends FiveRulesDto {
  @Id() readonly id: string;
  @Id() readonly collection_id: string;
  @ApiProperty({ type: Boolean, nullable: true, example: null }) readonly allow_anonymous: boolean | null;
  @Fields() readonly list_fields: string;
  @Fields() readonly view_fields: string;
  @Fields() readonly create_fields: string;
  @Fields() readonly update_fields: string;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
}

export class ChangedRulesDto extends CollectionRulesDto {
  @Texts(['list_rule is open to everybody'], { required: false }) readonly warnings?: readonly string[];
}
