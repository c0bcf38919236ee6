import { describe, expect, it } from "vitest";
import { sends } from "./keys";

const press = { key: "Enter", shiftKey: false, altKey: false, isComposing: false, keyCode: 13 };

describe("Enter", () => {
  it.each([
    ["sends", press, true],
    ["with Ctrl or Meta sends too", { ...press, ctrlKey: true }, true],
    ["with Shift makes a line", { ...press, shiftKey: true }, false],
    ["with Alt makes a line", { ...press, altKey: true }, false],
    ["that chooses a word of an input method does not send", { ...press, isComposing: true }, false],
    ["of an input method in Safari, told only by 229, does not send", { ...press, keyCode: 229 }, false],
    ["is the only key that sends", { ...press, key: "a" }, false],
  ])("%s", (_name, given, expected) => expect(sends(given)).toBe(expected));
});
