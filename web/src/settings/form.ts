// A form: what is typed, what is wrong with it, and whether it is being sent. What was typed is kept whatever happens.
import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref } from "vue";
import type { Answer, Fault } from "../api/client";
import type { Say } from "../words/words";
import { faultAt, faultText, refusalText } from "./faults";
import type { Key } from "./speech";

export interface Form<V extends object> {
  readonly values: V;
  readonly going: Readonly<Ref<boolean>>;
  /** Moves with every success, so that the page can say so. */
  readonly saved: Readonly<Ref<number>>;
  readonly changed: ComputedRef<boolean>;
  /** What is wrong with a field; "" for nothing. */
  wrong(name: string): string;
  /** The fields with a fault, as they were named, for the summary. */
  readonly blamed: ComputedRef<readonly string[]>;
  /** What no field can be blamed for; "" for nothing. */
  readonly trouble: ComputedRef<string>;
  /** Begins anew from these. */
  reset(values: V): void;
  /** Somebody mends this field: what was said about it counts no longer. */
  mend(name: string): void;
  blame(name: string, text: string): void;
  submit<T>(ask: () => Promise<Answer<T>>): Promise<T | undefined>;
}

interface Blame {
  readonly where: string;
  readonly text: string;
}

export interface FormWords<V> {
  readonly say: Say<Key>;
  /** The fields that the form shows; a fault elsewhere is trouble of the whole. */
  readonly fields: readonly (string & keyof V)[];
  /** What can be seen to be wrong without asking; the server looks again. */
  readonly check?: (values: V) => Partial<Record<string & keyof V, string>>;
}

const copyOf = <V>(values: V): V => JSON.parse(JSON.stringify(values)) as V;

export function useForm<V extends object>(start: V, { say, fields, check }: FormWords<V>): Form<V> {
  const values = reactive(copyOf(start)) as V;
  const kept = shallowRef(JSON.stringify(start));
  const going = ref(false);
  const saved = ref(0);
  const blames = ref<Blame[]>([]);
  const whole = ref("");
  const at = (name: string): string => faultAt(blames.value.map(({ where, text }) => ({ where, what: text, mend: "" })), name)?.what ?? "";
  const forget = (): void => void ((blames.value = []), (whole.value = ""));

  function take(faults: readonly Fault[], otherwise: string): void {
    const ours = faults.filter(({ where }) => fields.some((name) => faultAt([{ where, what: "", mend: "" }], name) !== undefined));
    blames.value = ours.map((fault) => ({ where: fault.where, text: faultText(say, fault) }));
    whole.value = ours.length === faults.length && ours.length > 0 ? "" : otherwise;
  }
  return {
    values,
    going,
    saved,
    changed: computed(() => JSON.stringify(values) !== kept.value),
    wrong: at,
    blamed: computed(() => fields.filter((name) => at(name) !== "")),
    trouble: computed(() => whole.value),
    reset(next) {
      Object.assign(values, copyOf(next));
      kept.value = JSON.stringify(next);
      forget();
    },
    mend(name) {
      blames.value = blames.value.filter(({ where }) => faultAt([{ where, what: "", mend: "" }], name) === undefined);
    },
    blame: (name, text) => void blames.value.push({ where: name, text }),
    async submit(ask) {
      if (going.value) return undefined;
      forget();
      const seen = Object.entries(check?.(values) ?? {}).filter(([, text]) => text !== "" && text !== undefined);
      if (seen.length > 0) return void (blames.value = seen.map(([where, text]) => ({ where, text: String(text) })));
      going.value = true;
      const answer = await ask();
      going.value = false;
      if (!answer.ok) return void take(answer.faults, refusalText(say, answer));
      kept.value = JSON.stringify(values);
      saved.value += 1;
      return answer.value;
    },
  };
}
