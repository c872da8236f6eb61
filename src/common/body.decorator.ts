import { Body, SetMetadata } from '@nestjs/common';

export const BODY = 'body';

/** What a route reads of its requests' bodies. A route that declares nothing reads none. */
export interface BodyDeclaration {
  /** small: 64 KiB. large: what the settings allow, for records and definitions of collections; nothing else is that long. */
  readonly size: 'small' | 'large';
  /** Whether the forms of our own pages are read, too. */
  readonly form: boolean;
}

/** Declares a JSON body on a handler that gets at it by other means than a parameter of its own. */
export const TakesJson = (size: BodyDeclaration['size'] = 'small'): MethodDecorator =>
  SetMetadata(BODY, { size, form: false } satisfies BodyDeclaration);

/** The parameter that holds the JSON body: `create(@JsonBody() body: CreateDto)`. */
export const JsonBody = (size?: BodyDeclaration['size']): ParameterDecorator => bodyParameter(TakesJson(size));

/** The parameter that holds the fields of a form, or a JSON object instead of it. */
export const FormBody = (): ParameterDecorator =>
  bodyParameter(SetMetadata(BODY, { size: 'small', form: true } satisfies BodyDeclaration));

function bodyParameter(declare: MethodDecorator): ParameterDecorator {
  return (target, name, index) => {
    declare(target, name!, Object.getOwnPropertyDescriptor(target, name!)!);
    Body()(target, name, index);
  };
}
