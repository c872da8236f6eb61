import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Whole } from './members.decorator';

export class PageBoundsDto {
  @Whole(1, { description: 'Of all, whatever the page' }) readonly total: number;
  @Whole(1) readonly page: number;
  @Whole(25) readonly page_size: number;
}

export interface Page<T> extends PageBoundsDto {
  readonly items: T[];
}

/** The envelope of a list: `class UserPageDto extends pageOf(UserDto) {}`. */
export function pageOf<T extends object>(type: Type<T>): new () => Page<T> {
  class PageDto extends PageBoundsDto implements Page<T> {
    @ApiProperty({ type: [type] }) readonly items: T[];
  }
  return PageDto;
}
