import { applyDecorators, Body, SetMetadata, UseGuards } from '@nestjs/common';
import { BodyGuard } from './body.guard';
import { BODY, type BodyDeclaration } from './route';

/** Declares a JSON body on a handler that reads it by other means than a parameter. */
export const TakesJson = (size: BodyDeclaration['size'] = 'small'): MethodDecorator =>
  declareBody({ size, form: false });

/** The parameter that holds the JSON body: `create(@JsonBody() body: CreateDto)`. */
export const JsonBody = (size?: BodyDeclaration['size']): ParameterDecorator => bodyParameter(TakesJson(size));

/** The parameter that holds the fields of a form, or a JSON object instead of it. */
export const FormBody = (): ParameterDecorator => bodyParameter(declareBody({ size: 'small', form: true }));

function declareBody(body: BodyDeclaration): MethodDecorator {
  return applyDecorators(SetMetadata(BODY, body), UseGuards(BodyGuard));
}

function bodyParameter(declare: MethodDecorator): ParameterDecorator {
  return (target, name, index) => {
    declare(target, name!, Object.getOwnPropertyDescriptor(target, name!)!);
    Body()(target, name, index);
  };
}
