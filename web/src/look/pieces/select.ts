import "element-plus/es/components/select/style/css.mjs";
import "element-plus/es/components/option/style/css.mjs";
import "element-plus/es/components/option-group/style/css.mjs";
import { ElOption as Option } from "element-plus/es/components/select/index.mjs";
import type { DefineComponent } from "vue";

export { ElOptionGroup, ElSelect } from "element-plus/es/components/select/index.mjs";
// Its own types are lost to exactOptionalPropertyTypes: they say `validator: … | undefined` where Vue has `validator?`.
export const ElOption = Option as unknown as DefineComponent<{ value: string | number | boolean; label?: string; disabled?: boolean }>;
