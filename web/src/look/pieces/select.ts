import "element-plus/es/components/select/style/css.mjs";
import "element-plus/es/components/option/style/css.mjs";
import "element-plus/es/components/option-group/style/css.mjs";
import { ElOption as Option, ElSelect as Select } from "element-plus/es/components/select/index.mjs";
import type { DefineComponent } from "vue";

export { ElOptionGroup } from "element-plus/es/components/select/index.mjs";

// Their own types are lost to exactOptionalPropertyTypes: they say `validator: … | undefined` where Vue has `validator?`. What we use of them:
export const ElSelect = Select as unknown as DefineComponent<{
  modelValue: unknown;
  multiple?: boolean;
  filterable?: boolean;
  clearable?: boolean;
  disabled?: boolean;
  placeholder?: string;
  noDataText?: string;
  reserveKeyword?: boolean;
}>;
export const ElOption = Option as unknown as DefineComponent<{ value: string | number | boolean; label?: string; disabled?: boolean }>;
