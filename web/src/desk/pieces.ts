// Pieces of Element Plus of which the own types do not survive exactOptionalPropertyTypes (look/pieces/select.ts), as the desk uses them.
import type { DefineComponent } from "vue";
import { ElSelect } from "../look/pieces/select";

export const PieceSelect = ElSelect as unknown as DefineComponent<{
  modelValue?: unknown; placeholder?: string; multiple?: boolean; filterable?: boolean; allowCreate?: boolean; defaultFirstOption?: boolean; collapseTags?: boolean;
  size?: "small" | "default"; teleported?: boolean; ariaLabel?: string; "onUpdate:modelValue"?: (value: never) => void;
}>;
