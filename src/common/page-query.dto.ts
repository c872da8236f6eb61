import { WholeNumber } from './whole-number.decorator';

export const MAX_PAGE = 1_000_000;
export const MAX_PAGE_SIZE = 100;
const PAGE_SIZE = 100;

export interface PageQuery {
  readonly page: number;
  readonly page_size: number;
}

/** The requested page of a list, with `size` items unless the caller says otherwise. */
export function pageQuery(size: number, acceptedSize: number = MAX_PAGE_SIZE): new () => PageQuery {
  class PageDto implements PageQuery {
    @WholeNumber({ minimum: 1, accepted: MAX_PAGE, default: 1 })
    readonly page: number = 1;

    @WholeNumber({ minimum: 1, maximum: MAX_PAGE_SIZE, accepted: acceptedSize, default: size })
    readonly page_size: number = size;
  }
  return PageDto;
}

export class PageQueryDto extends pageQuery(PAGE_SIZE) {}

export function boundsOf({ page, page_size }: PageQuery): { readonly skip: number; readonly limit: number } {
  return { skip: (page - 1) * page_size, limit: page_size };
}
