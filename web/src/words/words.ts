// Words come from the message files beside this one, one per language and page; code holds only their keys.

export type Lang = "zh" | "en";
export type Text = string | { readonly one: string; readonly other: string };
export type Table = Readonly<Record<string, Text>>;
export type Values = Readonly<Record<string, string | number>>;
/** `n` among the values also chooses between one and other. */
export type Say<K extends string = string> = (key: K, values?: Values) => string;

const filled = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ""));

export function speaker<T extends Table>(table: T): Say<keyof T & string> {
  return (key, values = {}) => {
    const text: Text = table[key] ?? key;
    if (typeof text === "string") return filled(text, values);
    return filled(values.n === 1 ? text.one : text.other, values);
  };
}
