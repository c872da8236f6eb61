import { type CanActivate, type ExecutionContext, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config';
import { checkHead, hasBody, isHere, readBytes, takeBytes } from './body-bytes';
import { type BodyParser, decoderFor, FormParser, JsonParser } from './parse-body';
import { LargeBodies } from './large-bodies';
import { type BodyDeclaration, routeOf } from './route';

const MAX_SMALL_BYTES = 65_536;
const MAX_FORM_BYTES = 16_384;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * The last guard of routes that declare a body (body.decorator.ts): reads it, once nothing is left that could refuse the request
 * without it. Where the body had not come when the request did (turns.ts), a write of records waits for its turn here.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  private readonly largeBodies = new LargeBodies();

  constructor(private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { body, inTurn } = routeOf(context);
    const request = context.getArgByIndex<Request>(0);
    if (body === undefined || !hasBody(request)) return true;
    const { turn } = context.getArgByIndex<Response>(1);
    const isForm = isFormFor(request, body);
    const decoder = decoderFor(request.headers['content-type'] ?? '');
    const limit = this.limitFor(request, body, isForm);
    checkHead(request, limit);
    const parser: BodyParser = isForm ? new FormParser(decoder) : new JsonParser(decoder);
    if (!isHere(request) || (inTurn && turn?.occupied === 0)) return this.read(context, limit, parser);
    const bytes = takeBytes(request);
    parser.take?.(bytes);
    request.body = parser.parse(bytes);
    return true;
  }

  /** Parsing waits for the turn: a body is smaller than what it says. */
  private async read(context: ExecutionContext, limit: number, parser: BodyParser): Promise<true> {
    const request = context.getArgByIndex<Request>(0);
    const response = context.getArgByIndex<Response>(1);
    const { turn } = response;
    turn?.grow(Number(request.headers['content-length'] ?? 0));
    const bytes = await readBytes(request, response, limit, { minRate: this.config.minBodyRate }, (chunk, length) => {
      turn?.grow(length);
      parser.take?.(chunk);
    });
    if (turn !== undefined && routeOf(context).inTurn) await new Promise<void>((resolve) => turn.wait(resolve));
    if (bytes.length > MAX_SMALL_BYTES) await this.largeBodies.turn();
    request.body = parser.parse(bytes);
    return true;
  }

  private limitFor(request: Request, { size }: BodyDeclaration, isForm: boolean): number {
    if (isForm) return MAX_FORM_BYTES;
    // Nobody answers for what a stranger sends.
    const isLarge = size === 'large' && Boolean(request.principal);
    return Math.min(this.config.maxBodySize, isLarge ? Infinity : MAX_SMALL_BYTES);
  }
}

/** Throws 415 for what is neither JSON nor a form that the route takes. */
function isFormFor(request: Request, { form }: BodyDeclaration): boolean {
  const type = mediaType(request);
  if (form && type === FORM_TYPE) return true;
  if (type === 'application/json' || type.endsWith('+json')) return false;
  throw new UnsupportedMediaTypeException('The request body must be JSON (Content-Type: application/json)');
}

function mediaType({ headers }: Request): string {
  const type = headers['content-type'] ?? '';
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}
