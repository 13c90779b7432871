/**
 * None of the caller's roles has the RPC, or not for these rows, or its claim is too narrow. It
 * says nothing of what exists.
 */
export class PermissionDenied extends Error {
  override readonly name = 'PermissionDenied';

  constructor(message = 'The roles of this token do not allow this call.') {
    super(message);
  }
}

/** The caller did not want to wait so long. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** The caller went away. */
export class CallCancelled extends Error {
  override readonly name = 'CallCancelled';
}

/** The server takes no more on this connection. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** The token that a stream came with has ended. */
export class TokenEnded extends Error {
  override readonly name = 'TokenEnded';
}

/** The RPC exists, but not in this mode of the server. */
export class NotServed extends Error {
  override readonly name = 'NotServed';
}
