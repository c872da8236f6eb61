import { ApiProperty } from '@nestjs/swagger';
import { Whole } from '#server/common/members.decorator';
import { UserDto } from '#server/common/user.dto';

/** With page and page_size, or skip and limit, as it was asked for. */
export class UserPageDto {
  @ApiProperty({ type: [UserDto] }) readonly items: readonly UserDto[];
  @Whole(1) readonly total: number;
  @ApiProperty({ type: 'integer', required: false }) readonly page?: number;
  @ApiProperty({ type: 'integer', required: false }) readonly page_size?: number;
  @Whole(0, { required: false }) readonly skip?: number;
  @Whole(30, { required: false }) readonly limit?: number;
}
