// Which key press sends.

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** The key belongs to the input method: it chooses a word. Safari says so only by the code 229. */
export const composes = (press: Pick<KeyPress, "isComposing" | "keyCode">): boolean => press.isComposing || press.keyCode === 229;

/** Enter sends, Shift+Enter and Alt+Enter make a line. */
export const sends = (press: KeyPress): boolean => press.key === "Enter" && !press.shiftKey && !press.altKey && !composes(press);
