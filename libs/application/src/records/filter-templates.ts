/** Templates of filters that were sent before: clients send the same few again and again, and reading one costs more than finding it. */
import type { RequestContext } from '#domain/kernel/request-context';
import { WeighedCache } from '#domain/kernel/weighed-cache';
import { type FilterTemplate, filterTemplate } from '#domain/rules/filter-template';
import { cacheOwner } from '../kernel/cache-owner';

/** Bytes of all filters; an account has a quarter of them. */
const MAX_BYTES = 2 * 1024 * 1024;
const TEMPLATE_BYTES = 64;
const LITERAL_BYTES = 32;

export class FilterTemplates {
  private readonly known = new WeighedCache<FilterTemplate>(MAX_BYTES);

  of(ctx: RequestContext, filter: string): FilterTemplate {
    let template = this.known.get(filter);
    if (template === undefined) {
      template = filterTemplate(filter);
      // The literals are cut out of the filter, and no longer than it.
      const bytes = TEMPLATE_BYTES + template.text.length + filter.length + template.given.length * LITERAL_BYTES;
      this.known.set(filter, template, bytes, cacheOwner(ctx));
    }
    return template;
  }
}
