/** An amount of credit in whole minor units of its wallet's scale. */
export type Credits = bigint;

/** An amount as people write it: "12.5", never a float. */
export type Decimal = Marked<'DECIMAL'>;

/** A text whose type says what it is, so that tables by type find it; any text can be one. */
export type Marked<What extends string> = string & { readonly told?: What };

/** An amount of money: whole minor units as a decimal string. */
export interface Money {
  readonly currency: string;
  readonly minorUnits: string;
}
