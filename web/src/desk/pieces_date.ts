// As pieces.ts; apart, because the calendar is large and rarely asked for.
import type { DefineComponent } from "vue";
import { ElDatePicker } from "../look/pieces/date";

export const PieceDate = ElDatePicker as unknown as DefineComponent<{
  modelValue?: Date | null; type?: "datetime" | "date"; format?: string; disabledDate?: (day: Date) => boolean; clearable?: boolean; ariaLabel?: string;
  "onUpdate:modelValue"?: (value: Date | null) => void;
}>;
