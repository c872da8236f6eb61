import { Injectable } from '@nestjs/common';
import { Liquid, LiquidError } from 'liquidjs';
import { TemplateError, type TemplateFormat, TemplateRenderer } from '#application/ports/template-renderer';

const MAX_TEMPLATE_LENGTH = 64_000;
const MAX_RENDER_MS = 200;
/** How many objects and characters a template may make while it is rendered. */
const MAX_MEMORY = 1_000_000;
const MAX_OUTPUT_LENGTH = 500_000;
/** These tags read other templates, and there are none here. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

@Injectable()
export class LiquidTemplateRenderer extends TemplateRenderer {
  private readonly engines: Readonly<Record<TemplateFormat, Liquid>> = {
    html: createEngine('html'),
    text: createEngine('text'),
  };

  override render(source: string, format: TemplateFormat, variables: Readonly<Record<string, string>>): string {
    const text = this.renderGuarded(source, format, variables);
    if (text.length > MAX_OUTPUT_LENGTH) {
      throw new TemplateError(`the result is longer than ${MAX_OUTPUT_LENGTH} characters`);
    }
    return text;
  }

  private renderGuarded(source: string, format: TemplateFormat, variables: Readonly<Record<string, string>>): string {
    try {
      return this.engines[format].parseAndRenderSync(source, { ...variables }) as string;
    } catch (error) {
      throw new TemplateError(LiquidError.is(error) ? error.message : 'it cannot be carried out', { cause: error });
    }
  }
}

function createEngine(format: TemplateFormat): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    timezoneOffset: 0,
    locale: 'en',
    parseLimit: MAX_TEMPLATE_LENGTH,
    renderLimit: MAX_RENDER_MS,
    memoryLimit: MAX_MEMORY,
    ...(format === 'html' ? { outputEscape: 'escape' as const } : {}),
  });
  for (const tag of FILE_TAGS) delete engine.tags[tag];
  // Every value is escaped in HTML, without a way around it.
  delete engine.filters['raw'];
  return engine;
}
