import "element-plus/es/components/tooltip/style/css.mjs";
export { ElTooltip } from "element-plus/es/components/tooltip/index.mjs";
