/**
 * The server cannot do its work in this environment. The message is one sentence, for whoever
 * started it, that names the variable or the file.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** Does a part of the start; what stops it is said in one sentence that has `name`. */
export async function startingWith<Result>(
  name: string,
  start: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    const reason = reasonIn(error);
    const said = reason.includes(name) ? reason : `${name}: ${reason}`;
    throw new CannotStart(`${said}.`, { cause: error });
  }
}

// Some libraries put the causes on lines of their own.
function reasonIn(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim();
}
