// What the server refuses, in the reader's language. It says what is wrong and how to mend it in English; what we know of it is said in our
// own words, the rest in the server's: a strange word is better than none.
import type { Fault, Refusal } from "../api/client";
import type { Say } from "../words/words";
import type { Key } from "./speech";

type Known = readonly [pattern: RegExp, key: Key];

/** In the order in which they are tried; {n} is the number in the sentence, {least} and {most} those of its mend. */
const known: readonly Known[] = [
  [/^it is missing|^it is empty|^a name is missing|^\w+ is empty$/, "fault.empty"],
  [/characters, too many|^the name is too long/, "fault.long"],
  [/characters, too few/, "fault.short"],
  [/is out of bounds|between 0 and 100/, "fault.range"],
  [/^that is no e-mail address/, "fault.email"],
  [/^somebody has this e-mail/, "fault.email.taken"],
  [/^another (team|skill|inbox) has this name/, "fault.name.taken"],
  [/^a name holds no control/, "fault.control"],
  [/^this is the last active administrator/, "fault.last"],
  [/^this role may do more/, "fault.role"],
  [/^the password is the e-mail/, "fault.password.self"],
  [/^this password is among the first/, "fault.password.common"],
  [/^the e-mail address or the password is wrong/, "fault.password.wrong"],
  [/^the password was changed meanwhile/, "fault.password.stale"],
  [/^a demonstration person has no password/, "fault.password.demo"],
  [/^this shortcut is taken/, "fault.shortcut.taken"],
  [/^a label is 1 to/, "fault.shortcut"],
  [/^a language is a tag/, "fault.language"],
  [/^this quick reply is not yours/, "fault.reply.others"],
  [/^it is no time of day/, "fault.time"],
  [/^it ends as it begins/, "fault.span.empty"],
  [/^two spans of one day overlap/, "fault.span.overlap"],
  [/^this date has an exception already/, "fault.date.twice"],
  [/^it is no date/, "fault.date"],
  [/^this time zone is not known/, "fault.zone"],
  [/^a token cannot do what its maker/, "fault.token.beyond"],
  [/^a token may do something|^it holds 0 items/, "fault.token.nothing"],
  [/^it would have expired/, "fault.token.past"],
  [/^there are as many/, "fault.many"],
  [/^another (article|category) has this address/, "fault.slug.taken"],
  [/^an address has lower-case letters/, "fault.slug"],
  [/^the category is not empty/, "fault.category.full"],
  [/^the draft has neither/, "fault.article.bare"],
  [/^there is a draft already/, "fault.draft.there"],
  [/ is more than one line$/, "fault.one_line"],
  [/ has \d+ (characters|entries)$/, "fault.long"],
];

export function faultText(say: Say<Key>, { what, mend }: Pick<Fault, "what" | "mend">): string {
  // "send an e-mail address such as …" is the shape's own sentence for any form that is asked for.
  if (/^it is not of the form/.test(what) && /e-mail/.test(mend)) return say("fault.email");
  const key = known.find(([pattern]) => pattern.test(what))?.[1];
  if (key === undefined) return mend === "" ? what : `${what}: ${mend}`;
  const [least = "", most = least] = mend.match(/\d+/g) ?? what.match(/\d+/g) ?? [];
  return say(key, { least, most });
}

/** What is said about the whole, where no field can be blamed. */
export function refusalText(say: Say<Key>, refusal: Refusal): string {
  if (refusal.status === 0) return say("refused.unreached");
  if (refusal.status === 429) return refusal.retry_after_s > 0 ? say("refused.wait", { n: refusal.retry_after_s }) : faultText(say, { what: refusal.detail, mend: refusal.faults[0]?.mend ?? "" });
  if (refusal.status === 401) return say("refused.signed_out");
  if (refusal.status === 403) return say("refused.right");
  if (refusal.status === 404) return say("refused.gone");
  if (refusal.status >= 500) return say("refused.busy");
  const first = refusal.faults[0];
  return first === undefined || first.what === "" ? say("refused.strange") : faultText(say, first);
}

/** The first fault of a field or of what is inside of it: `members` has that of `members[2].level`. */
export const faultAt = (faults: readonly Fault[], name: string): Fault | undefined =>
  faults.find(({ where }) => where === name || where.startsWith(`${name}[`) || where.startsWith(`${name}.`));
