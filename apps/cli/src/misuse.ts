/** The command was not given as it must be. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}
