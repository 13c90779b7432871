import {
  applyDecorators,
  Catch,
  Controller,
  type RpcExceptionFilter,
  UseFilters,
} from '@nestjs/common';
import { PARAM_ARGS_METADATA } from '@nestjs/microservices/constants.js';

/** Nest would turn what a controller throws into "Internal server error", and forget it. */
@Catch()
class ErrorsAsTheyAre implements RpcExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/**
 * A controller whose methods are `(request, call)`, as the transport calls them, and whose errors
 * reach the transport, which alone knows how a call ends.
 */
export const GrpcController = (): ClassDecorator =>
  applyDecorators(Controller(), UseFilters(new ErrorsAsTheyAre()), takesArgumentsAsTheyCome);

// Without this, Nest passes the first argument only, through pipes that there are none of.
function takesArgumentsAsTheyCome(controller: object): void {
  const { prototype } = controller as { prototype: object };
  for (const method of Object.getOwnPropertyNames(prototype))
    if (method !== 'constructor')
      Reflect.defineMetadata(PARAM_ARGS_METADATA, {}, controller, method);
}
