/** A bug that may be planted, and what must catch it. */
export interface Mutant {
  /** What would be wrong, as a sentence. */
  readonly name: string;
  readonly file: string;
  /** A text that the file has once, and what stands there with the bug. */
  readonly from: string;
  readonly to: string;
  /** The spec file that must fail; `test` narrows it to tests of that name. */
  readonly spec: string;
  readonly test?: string;
  /** The spec starts processes, which need the build. */
  readonly built?: boolean;
}
