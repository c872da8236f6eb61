import { type CanActivate, type ExecutionContext, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config';
import { Admission } from './admission';
import type { BodyDeclaration } from './body.decorator';
import { readText } from './body-text';
import { clientAddress } from './client-address';
import { parseForm, parseJson } from './parse-body';
import { whenAnswered } from './response-head';
import { routeOf } from './route';

const MAX_SMALL_BYTES = 65_536;
const MAX_FORM_BYTES = 16_384;
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** As many as these keep a write lane busy: more at a time are not faster, they only need more memory. */
const AT_A_TIME = { total: 64, perClient: 24 };

/**
 * The last guard: reads the body that the route declares, once nothing is left that could refuse the request without it.
 * Then it lets writes of records in, so many at a time; clients, known by their credential or else their address, take
 * turns. Whoever waits has its body read and nothing else, so nobody holds a place by sending slowly, and the place is free
 * again when the answer begins, so nobody holds it by reading slowly either.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  private readonly admission = new Admission(AT_A_TIME);

  constructor(private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { body, inTurn } = routeOf(context);
    if (body === undefined && !inTurn) return true;
    const request = context.getArgByIndex<Request>(0);
    const response = context.getArgByIndex<Response>(1);
    if (body !== undefined && hasBody(request)) return this.readAndAdmit(request, response, body, inTurn);
    return inTurn ? this.admit(request, response) : true;
  }

  private readAndAdmit(
    request: Request,
    response: Response,
    { size, form }: BodyDeclaration,
    inTurn: boolean,
  ): Promise<boolean> {
    const type = mediaType(request);
    const isForm = form && type === FORM_TYPE;
    if (!isForm && type !== 'application/json' && !type.endsWith('+json')) {
      throw new UnsupportedMediaTypeException('The request body must be JSON (Content-Type: application/json)');
    }
    // Nobody answers for what a stranger sends.
    const isLarge = size === 'large' && Boolean(request.principal);
    const most = Math.min(this.config.maxBodySize, isLarge ? Infinity : MAX_SMALL_BYTES);
    return readText(request, response, isForm ? MAX_FORM_BYTES : most).then((text) => {
      request.body = isForm ? parseForm(text) : parseJson(text);
      return inTurn ? this.admit(request, response) : true;
    });
  }

  private admit(request: Request, response: Response): Promise<boolean> {
    const client = request.principal?.credential.id ?? clientAddress(request) ?? '';
    return new Promise((resolve) => {
      whenAnswered(
        response,
        this.admission.enter(client, () => resolve(true)),
      );
    });
  }
}

function hasBody({ headers }: Request): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function mediaType({ headers }: Request): string {
  const type = headers['content-type'] ?? '';
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}
