import { expect, it } from "vitest";
import { browserOf, freshPassword } from "./people";

it("makes a password that can be said aloud and passes the server's rule", () => {
  const made = freshPassword();
  expect(made).toMatch(/^([a-hjkmnp-z2-9i]{4}-){3}[a-z2-9]{4}$/);
  expect(made).not.toMatch(/[lo01]/);
  expect(freshPassword()).not.toBe(made);
});

it.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36", "Chrome · Windows"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iPhone"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · macOS"],
  ["curl/8.5", ""],
])("calls %s what a person would call it", (agent, name) => expect(browserOf(agent)).toBe(name));
