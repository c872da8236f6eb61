import { type CanActivate, type ExecutionContext, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config';
import { hasBody, isHere, readText, takeText } from './body-text';
import { parseForm, parseJson } from './parse-body';
import { type BodyDeclaration, routeOf } from './route';
import { Turns } from './turns';

const MAX_SMALL_BYTES = 65_536;
const MAX_FORM_BYTES = 16_384;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * The last guard of routes that declare a body (body.decorator.ts). It reads the body, once nothing is left that could
 * refuse the request without it. Writes of records whose bodies arrived later than their headers (turns.ts) wait for
 * their turn here.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  constructor(
    private readonly config: AppConfig,
    private readonly turns: Turns,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { body, inTurn } = routeOf(context);
    const request = context.getArgByIndex<Request>(0);
    const response = context.getArgByIndex<Response>(1);
    const { turn } = response;
    if (body === undefined || !hasBody(request)) return true;
    const isForm = isFormFor(request, body);
    const limit = this.limitFor(request, body, isForm);
    if (isHere(request)) {
      request.body = parse(takeText(request, limit), isForm);
      return turn !== undefined || !inTurn || this.waitForTurn(request, response);
    }
    return readText(request, response, limit).then((text) => {
      request.body = parse(text, isForm);
      return !inTurn || this.waitForTurn(request, response);
    });
  }

  private limitFor(request: Request, { size }: BodyDeclaration, isForm: boolean): number {
    if (isForm) return MAX_FORM_BYTES;
    // Nobody is accountable for what a stranger sends.
    const isLarge = size === 'large' && Boolean(request.principal);
    return Math.min(this.config.maxBodySize, isLarge ? Infinity : MAX_SMALL_BYTES);
  }

  private waitForTurn(request: Request, response: Response): Promise<true> {
    return new Promise((resolve) => this.turns.wait(request, response, () => resolve(true)));
  }
}

/** Throws 415 for what is neither JSON nor a form that the route takes. */
function isFormFor(request: Request, { form }: BodyDeclaration): boolean {
  const type = mediaType(request);
  if (form && type === FORM_TYPE) return true;
  if (type === 'application/json' || type.endsWith('+json')) return false;
  throw new UnsupportedMediaTypeException('The request body must be JSON (Content-Type: application/json)');
}

function parse(text: string, isForm: boolean): unknown {
  return isForm ? parseForm(text) : parseJson(text);
}

function mediaType({ headers }: Request): string {
  const type = headers['content-type'] ?? '';
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}
