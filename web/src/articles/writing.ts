// One language of an article while somebody writes it: what the server has, what was typed, and what the server said to it. Nothing that was typed is
// lost: it is kept in this browser until it is saved or thrown away, and nobody's words are written over without a choice.
import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { Answer, Api, Refusal } from "../api/client";
import type { components } from "../api/schema";
import type { Asked } from "../settings/asked";
import { refusalText } from "../settings/faults";
import type { KeptTexts } from "./kept";
import type { Key } from "./speech";
import { inPath } from "./standing";
import { blank, copyOf, excesses, sameWords, type Excess, type FieldName, type Wording } from "./wording";
import type { Say } from "../words/words";

export type ArticleText = components["schemas"]["ArticleText"];
export type Act = "" | "save" | "publish" | "withdraw" | "discard" | "restore" | "follow";

export interface Writing {
  /** null: nobody has written this language yet. */
  readonly now: ShallowRef<Asked<ArticleText | null>>;
  readonly words: Wording;
  /** They differ from what the server has. */
  readonly changed: ComputedRef<boolean>;
  readonly going: Ref<Act>;
  /** Somebody else was faster: what there is now. null: nothing of the kind. */
  readonly clash: ShallowRef<{ readonly theirs: ArticleText | null } | null>;
  /** When words were typed that a reload brought back; 0: they are from now. */
  readonly found: Ref<number>;
  /** The browser keeps nothing. */
  readonly unkept: Ref<boolean>;
  /** What the whole was refused for. */
  readonly trouble: Ref<string>;
  /** What is wrong with a field; "" for nothing. */
  wrong(field: FieldName): string;
  load(): Promise<void>;
  save(): Promise<boolean>;
  publish(minor: boolean): Promise<boolean>;
  withdraw(): Promise<boolean>;
  /** The draft, and what was typed since. */
  discard(): Promise<boolean>;
  /** Only what was typed since. */
  forget(): void;
  restore(version: number): Promise<boolean>;
  /** Says that the words still hold though the pair has changed. */
  follow(): Promise<boolean>;
  takeTheirs(): void;
  takeMine(): Promise<boolean>;
}

export interface WritingPorts {
  readonly api: Api;
  readonly say: Say<Key>;
  readonly kept: KeptTexts;
  readonly clock: () => number;
  /** What is kept has changed. */
  touched(): void;
  /** The article stands otherwise than before. */
  done(): Promise<unknown>;
}

export const wordsOf = (text: ArticleText | null): Wording => copyOf(text?.draft?.words ?? text?.live?.words ?? blank());
const revisionOf = (text: ArticleText | null): number => text?.state.revision ?? 0;

export function useWriting(article: string, language: string, { api, say, kept, clock, touched, done }: WritingPorts): Writing {
  const path = { article, language: inPath(language) };
  const now = shallowRef<Asked<ArticleText | null>>({ state: "loading" });
  const words = reactive(blank());
  const going = ref<Act>("");
  const clash = shallowRef<{ readonly theirs: ArticleText | null } | null>(null);
  const found = ref(0);
  const unkept = ref(false);
  const trouble = ref("");
  const blames = ref<Partial<Record<FieldName, string>>>({});
  /** The revision that the words were written upon. */
  let upon = 0;

  const there = (): ArticleText | null => (now.value.state === "ready" ? now.value.value : null);
  const base = computed(() => wordsOf(there()));
  const changed = computed(() => now.value.state === "ready" && !sameWords(words, base.value));

  function hold(): void {
    if (now.value.state !== "ready") return;
    if (changed.value) unkept.value = !kept.set(article, language, { revision: upon, words: copyOf(words), at: clock() });
    else kept.remove(article, language);
    touched();
  }
  watch(words, () => {
    blames.value = {};
    hold();
  });
  /** What the server has, and nothing else. */
  function fill(text: ArticleText | null): void {
    now.value = { state: "ready", value: text };
    upon = revisionOf(text);
    found.value = 0;
    clash.value = null;
    trouble.value = "";
    Object.assign(words, wordsOf(text));
    kept.remove(article, language);
    touched();
  }
  /** What the server has, beneath the words that were typed since. */
  function lay(text: ArticleText | null): void {
    now.value = { state: "ready", value: text };
    upon = revisionOf(text);
    clash.value = null;
    found.value = 0;
    hold();
  }
  async function ask(): Promise<Answer<ArticleText | null>> {
    const answer = await api.get("/api/v1/articles/{article}/texts/{language}", { params: { path } });
    return !answer.ok && answer.status === 404 ? { ok: true, value: null } : answer;
  }
  async function load(): Promise<void> {
    const answer = await ask();
    if (!answer.ok) {
      if (now.value.state !== "ready") now.value = { state: "failed", refusal: answer };
      return;
    }
    const before = kept.get(article, language);
    if (before === null || sameWords(before.words, wordsOf(answer.value))) return fill(answer.value);
    now.value = { state: "ready", value: answer.value };
    Object.assign(words, copyOf(before.words));
    found.value = before.at;
    upon = before.revision;
    if (before.revision !== revisionOf(answer.value)) clash.value = { theirs: answer.value };
  }
  async function clashed(): Promise<void> {
    const answer = await ask();
    if (!answer.ok) return void (trouble.value = refusalText(say, answer));
    // The same thing done twice, here and in another window, is no quarrel.
    if (sameWords(words, wordsOf(answer.value))) return fill(answer.value);
    if (!changed.value) return void (fill(answer.value), (trouble.value = say("clash.reread")));
    clash.value = { theirs: answer.value };
    await done();
  }
  async function refused(answer: Refusal): Promise<false> {
    if (answer.status === 409 && answer.code === "stale") return await clashed(), false;
    const ours = answer.faults.flatMap((one): [FieldName, string][] => {
      const name = /^(?:words\.)?(title|summary|body|asked_as|keywords)\b/.exec(one.where)?.[1] as FieldName | undefined;
      return name === undefined ? [] : [[name, refusalText(say, { ...answer, faults: [one] })]];
    });
    if (answer.status === 422 && ours.length > 0) blames.value = Object.fromEntries(ours);
    else trouble.value = refusalText(say, answer);
    return false;
  }
  /** One act at a time; what it answers is what there is. */
  async function acts(name: Act, act: () => Promise<Answer<ArticleText | null>>): Promise<boolean> {
    if (going.value !== "") return false;
    going.value = name;
    trouble.value = "";
    try {
      const answer = await act();
      if (!answer.ok) return await refused(answer);
      if (name === "save") lay(answer.value);
      else fill(answer.value);
      await done();
      return true;
    } finally {
      going.value = "";
    }
  }
  const params = { path };
  const put = (wording: Wording, revision: number) => api.put("/api/v1/articles/{article}/texts/{language}/draft", { params, body: { revision, words: copyOf(wording) } });
  const published = (revision: number, minor: boolean) => api.post("/api/v1/articles/{article}/texts/{language}/publish", { params, body: { revision, minor } });
  const discarded = async (revision: number): Promise<Answer<ArticleText | null>> => {
    const answer = await api.post("/api/v1/articles/{article}/texts/{language}/discard", { params, body: { revision } });
    return answer.ok ? ask() : answer;
  };
  const told: Record<Excess["what"], Key> = { empty: "fault.empty", long: "fault.long", lines: "fault.lines" };
  function fit(): boolean {
    const over = excesses(words);
    blames.value = Object.fromEntries(over.map((one) => [one.field, one.what === "long" && (one.field === "asked_as" || one.field === "keywords") ? say("fault.line", { most: one.most, n: one.n }) : say(told[one.what], { most: one.most, n: one.n })]));
    return over.length === 0;
  }
  async function save(): Promise<boolean> {
    if (clash.value !== null || !fit()) return false;
    return acts("save", () => put(words, upon));
  }
  async function publish(minor: boolean): Promise<boolean> {
    if (clash.value !== null || !fit()) return false;
    if (changed.value && !(await save())) return false;
    // Typed while it was being saved: these words are not what was to be published.
    if (changed.value) return false;
    return acts("publish", () => published(upon, minor));
  }
  async function restored(version: number): Promise<Answer<ArticleText | null>> {
    let revision = upon;
    if (there()?.draft != null) {
      const bare = await discarded(revision);
      if (!bare.ok) return bare;
      revision = revisionOf(bare.value);
    }
    return api.post("/api/v1/articles/{article}/texts/{language}/versions/{number}/restore", { params: { path: { ...path, number: String(version) } }, body: { revision } });
  }
  /** The API knows no such act: the words are published once more, as a correction that nobody has to follow. */
  async function followed(): Promise<Answer<ArticleText | null>> {
    const text = there();
    if (text?.draft != null || text?.live == null) return published(upon, true);
    const drafted = await put(text.live.words, upon);
    if (!drafted.ok) return drafted;
    const answer = await published(drafted.value.state.revision, true);
    if (!answer.ok) await discarded(drafted.value.state.revision);
    return answer;
  }
  return {
    now, words, changed, going, clash, found, unkept, trouble,
    wrong: (field) => blames.value[field] ?? "",
    load, save, publish,
    withdraw: () => acts("withdraw", () => api.post("/api/v1/articles/{article}/texts/{language}/withdraw", { params, body: { revision: upon } })),
    discard: () => acts("discard", () => discarded(upon)),
    forget: () => fill(clash.value === null ? there() : clash.value.theirs),
    restore: (version) => acts("restore", () => restored(version)),
    follow: () => acts("follow", followed),
    takeTheirs: () => clash.value !== null && fill(clash.value.theirs),
    async takeMine() {
      if (clash.value === null) return false;
      lay(clash.value.theirs);
      return save();
    },
  };
}
