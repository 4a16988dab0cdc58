import type { en } from './en.ts';

/** Every text of the window; a language without a singular form leaves the `_one` texts out. */
export type Messages = TextsLike<typeof en>;

type TextsLike<Texts> = {
  readonly [Key in keyof Texts as Key extends `${string}_one` ? never : Key]: Texts[Key] extends string
    ? string
    : TextsLike<Texts[Key]>;
};
